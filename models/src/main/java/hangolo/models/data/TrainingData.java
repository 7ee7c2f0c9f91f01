package hangolo.models.data;

import hangolo.models.xtts.training.TrainingBatch;
import hangolo.models.xtts.training.TrainingItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A data set ready to train with: checked, split, and prepared on disk. Several epochs may run at once, with {@link
 * CodePadding#BATCH} in one thread.
 *
 * <p>The same sources, settings and seed always give the same batches, on any machine and with any number of threads.
 */
public final class TrainingData {

    private final List<PreparedClip> training;
    private final List<PreparedClip> evaluation;
    private final ClipReport report;
    private final CacheStatistics cache;
    private final float[] melStats;
    private final PaddedCodes padded;

    /**
     * What the cache did.
     *
     * @param found clips that were prepared before
     * @param prepared clips that were prepared now
     * @param damaged of these, clips whose entry was there but damaged
     */
    public record CacheStatistics(int found, int prepared, int damaged) {}

    private TrainingData(
            List<PreparedClip> training,
            List<PreparedClip> evaluation,
            ClipReport report,
            CacheStatistics cache,
            Encoders encoders) {
        this.training = List.copyOf(training);
        this.evaluation = List.copyOf(evaluation);
        this.report = report;
        this.cache = cache;
        this.melStats = encoders.melStats();
        this.padded = new PaddedCodes(encoders);
    }

    /**
     * Reads, checks, splits and prepares a data set. Clips that the cache knows are not decoded.
     *
     * @param sources at least one, with different names
     * @param settings limits, split and threads
     * @param encoders tokenizer and DVAE; used until this returns, and by batches with {@link CodePadding#BATCH}
     * @param cacheFolder for prepared clips; made if it is missing. It may be shared by runs and deleted between them
     * @param progress told about two stages: checking and preparing
     * @throws DataException if metadata is missing or wrong, clips are broken and the settings refuse that, or no clip
     *     is left to train with, or none to evaluate with although the settings ask for some; nothing is prepared in
     *     these cases
     * @throws IOException if the cache cannot be written
     */
    public static TrainingData prepare(
            List<DataSource> sources,
            DataSettings settings,
            Encoders encoders,
            Path cacheFolder,
            ProgressListener progress)
            throws IOException {
        ClipCache cache = new ClipCache(cacheFolder, settings, encoders);
        ClipCheck check = new ClipCheck(settings, encoders.text(), Optional.of(cache));
        DatasetSplit selection =
                DatasetSplit.of(sources, settings, check, progress).require(settings);
        List<ClipCheck.Passed> all = new ArrayList<>(selection.training());
        all.addAll(selection.evaluation());
        List<PreparedClip> clips = prepared(all, cache, settings.threads(), progress);
        int found = (int) all.stream().filter(p -> p.prepared().isPresent()).count();
        int trained = selection.training().size();
        return new TrainingData(
                clips.subList(0, trained),
                clips.subList(trained, clips.size()),
                selection.report(),
                new CacheStatistics(found, clips.size() - found, cache.damaged()),
                encoders);
    }

    /**
     * Checks a data set without a DVAE and without writing anything: for a look before the start. Broken clips are
     * reported, not refused.
     *
     * @throws DataException if metadata is missing or wrong
     */
    public static ClipReport inspect(
            List<DataSource> sources, DataSettings settings, TextEncoder text, ProgressListener progress)
            throws IOException {
        ClipCheck check = new ClipCheck(settings, text, Optional.empty());
        return DatasetSplit.of(sources, settings, check, progress).report();
    }

    private static List<PreparedClip> prepared(
            List<ClipCheck.Passed> clips, ClipCache cache, int threads, ProgressListener progress) throws IOException {
        List<ClipCheck.Passed> missing =
                clips.stream().filter(passed -> passed.prepared().isEmpty()).toList();
        List<PreparedClip> made = List.of();
        if (!missing.isEmpty()) {
            cache.makeFolder();
            made = ParallelMap.map(missing, threads, progress, "preparing clips", cache::prepare);
        }
        List<PreparedClip> all = new ArrayList<>(clips.size());
        int next = 0;
        for (ClipCheck.Passed passed : clips) {
            all.add(passed.prepared().isPresent() ? passed.prepared().get() : made.get(next++));
        }
        return all;
    }

    /** The clips to train with, in the order they are listed. */
    public List<PreparedClip> training() {
        return training;
    }

    /** The clips held out, in the order they are listed; empty if there are none. */
    public List<PreparedClip> evaluation() {
        return evaluation;
    }

    /** What became of every clip that was listed. */
    public ClipReport report() {
        return report;
    }

    /** What the cache did. */
    public CacheStatistics cache() {
        return cache;
    }

    /**
     * A hash of everything that is trained and evaluated with: names, tokens, codes, sound, order. For the audit trail.
     */
    public String fingerprint() {
        ContentHash hash = new ContentHash();
        for (List<PreparedClip> clips : List.of(training, evaluation)) {
            hash.numbers(clips.size());
            clips.forEach(clip -> hash.text(clip.clip().id()).text(clip.key()));
        }
        return hash.hex();
    }

    /** Training steps of an epoch: the last one may have fewer clips than the others. */
    public int batchesPerEpoch(BatchSettings settings) {
        return batches(training.size(), settings.batchSize());
    }

    /**
     * The batches of an epoch.
     *
     * @param settings the same throughout a run
     * @param seed of the run
     * @param epoch from 0
     * @param fromBatch the first one to give, 0 for the whole epoch: a resumed run goes on there
     */
    public Batches epoch(BatchSettings settings, long seed, int epoch, int fromBatch) {
        int end = batchesPerEpoch(settings);
        if (fromBatch < 0 || fromBatch > end) {
            throw new IllegalArgumentException(
                    "batch " + fromBatch + " is not in an epoch of " + end + " batches. Was the data set changed?");
        }
        List<Clip> clips = training.stream().map(PreparedClip::clip).toList();
        int[] order = new EpochOrder(clips, settings.sampling()).of(seed, epoch);
        PromptMels mels = new PromptMels(settings.crop(), melStats);
        return new Batches(fromBatch, end, settings.inAdvance(), settings.nanoClock(), number -> {
            int first = number * settings.batchSize();
            int last = Math.min(first + settings.batchSize(), order.length);
            List<PreparedClip> chosen =
                    Arrays.stream(order, first, last).mapToObj(training::get).toList();
            List<TrainingItem> items = new ArrayList<>();
            for (int position = first; position < last; position++) {
                PreparedClip clip = chosen.get(position - first);
                TrainingItem.Span span =
                        settings.crop().training(clip.samples(), seed, epoch, position, order[position]);
                int[] codes = codes(clip, chosen, settings);
                items.add(new TrainingItem(clip.text(), codes, mels.of(clip, span), Optional.of(span)));
            }
            return new Batch(number, chosen, new TrainingBatch(items));
        });
    }

    /**
     * The batches of an evaluation: every clip held out, in order, with its fixed voice prompt, whose span Coqui TTS masks in
     * training only (xtts-spec.md 7.2).
     */
    public Batches evaluation(BatchSettings settings) {
        int size = settings.evaluationBatchSize();
        int end = batches(evaluation.size(), size);
        PromptMels mels = new PromptMels(settings.crop(), melStats);
        return new Batches(0, end, settings.inAdvance(), settings.nanoClock(), number -> {
            int last = Math.min((number + 1) * size, evaluation.size());
            List<PreparedClip> chosen = evaluation.subList(number * size, last);
            List<TrainingItem> items = new ArrayList<>();
            for (PreparedClip clip : chosen) {
                TrainingItem.Span span = settings.crop().evaluation(clip.samples());
                int[] codes = codes(clip, chosen, settings);
                items.add(new TrainingItem(clip.text(), codes, mels.of(clip, span)));
            }
            return new Batch(number, chosen, new TrainingBatch(items));
        });
    }

    private int[] codes(PreparedClip clip, List<PreparedClip> batch, BatchSettings settings) throws IOException {
        if (settings.padding() == CodePadding.NONE) {
            return clip.codes();
        }
        int longest = batch.stream().mapToInt(PreparedClip::samples).max().orElse(0);
        return padded.of(clip, longest);
    }

    private static int batches(int clips, int size) {
        return (clips + size - 1) / size;
    }
}
