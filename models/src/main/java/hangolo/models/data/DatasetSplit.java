package hangolo.models.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of the listed clips are used for what.
 *
 * @param training to train with, in the order they are listed
 * @param evaluation to evaluate with, in the order they are listed
 * @param report about all of them
 */
record DatasetSplit(List<ClipCheck.Passed> training, List<ClipCheck.Passed> evaluation, ClipReport report) {

    private static final int NAMED_IN_ERRORS = 20;

    /** Checks every clip and draws the evaluation clips. Nothing is written. */
    static DatasetSplit of(List<DataSource> sources, DataSettings settings, ClipCheck check, ProgressListener progress)
            throws IOException {
        Manifest listing = Manifest.of(sources);
        Set<Clip> evaluation = listedForEvaluation(listing, settings.split());
        List<ClipCheck.Outcome> outcomes =
                ParallelMap.map(listing.all(), settings.threads(), progress, "checking clips", check::check);
        if (settings.split() instanceof EvaluationSplit.Stratified split) {
            evaluation.addAll(drawn(listing, outcomes, evaluation, split));
        }
        return sorted(sources, settings, outcomes, evaluation);
    }

    /** Throws if clips are broken and the settings refuse that, or if nothing is left to train or to evaluate with. */
    DatasetSplit require(DataSettings settings) throws DataException {
        List<RejectedClip> broken =
                report.leftOut().stream().filter(one -> one.reason().isBroken()).toList();
        if (settings.brokenClips() == DataSettings.BrokenClips.REFUSE && !broken.isEmpty()) {
            throw new DataException(
                    broken.size() + " of " + report.total().listed() + " clips are broken:\n"
                            + named(broken)
                            + "Repair them or remove their rows from the metadata, or allow broken clips to be left out (BROKEN_CLIPS: leave_out).");
        }
        if (training.isEmpty()) {
            String why = report.leftOut().isEmpty() ? "all are held out for evaluation" : report.reasonsInWords();
            throw new DataException(
                    "no clip is left to train with, of " + report.total().listed() + " listed: " + why + ".\n"
                            + named(report.leftOut()) + "Check the data sources and the limits.");
        }
        if (evaluation.isEmpty() && !(settings.split() instanceof EvaluationSplit.None)) {
            throw new DataException("no clip is held out for evaluation, of "
                    + report.total().listed() + " listed, so that no best model can be chosen.\n"
                    + named(report.leftOut())
                    + "Raise EVAL_SPLIT, name eval_metadata, or add clips.");
        }
        return this;
    }

    private static String named(List<RejectedClip> clips) {
        StringBuilder lines = new StringBuilder();
        clips.stream()
                .limit(NAMED_IN_ERRORS)
                .forEach(clip -> lines.append("  ").append(clip).append('\n'));
        if (clips.size() > NAMED_IN_ERRORS) {
            lines.append("  and ").append(clips.size() - NAMED_IN_ERRORS).append(" more\n");
        }
        return lines.toString();
    }

    /** What is known before the clips are checked: the sources' own evaluation clips, and those of Coqui TTS. */
    private static Set<Clip> listedForEvaluation(Manifest listing, EvaluationSplit split) throws DataException {
        Set<Clip> evaluation = new HashSet<>();
        for (Map.Entry<DataSource, List<Clip>> source : listing.training().entrySet()) {
            List<Clip> own = listing.evaluation().get(source.getKey());
            evaluation.addAll(own);
            if (own.isEmpty() && split instanceof EvaluationSplit.Coqui coqui) {
                int sources = listing.training().size();
                Set<String> names = CoquiSplit.draw(source.getKey(), source.getValue(), coqui, sources);
                source.getValue().stream()
                        .filter(clip -> names.contains(clip.id()))
                        .forEach(evaluation::add);
            }
        }
        return evaluation;
    }

    private static Set<Clip> drawn(
            Manifest listing,
            List<ClipCheck.Outcome> outcomes,
            Set<Clip> evaluation,
            EvaluationSplit.Stratified split) {
        Set<String> complete = new HashSet<>();
        listing.evaluation().forEach((source, own) -> {
            if (!own.isEmpty()) {
                complete.add(source.name());
            }
        });
        List<Clip> candidates = outcomes.stream()
                .filter(outcome -> outcome instanceof ClipCheck.Passed)
                .map(ClipCheck.Outcome::clip)
                .filter(clip -> !evaluation.contains(clip) && !complete.contains(clip.source()))
                .toList();
        Set<String> names = StratifiedSplit.draw(candidates, split);
        Set<Clip> drawn = new HashSet<>(candidates);
        drawn.removeIf(clip -> !names.contains(clip.id()));
        return drawn;
    }

    private static DatasetSplit sorted(
            List<DataSource> sources,
            DataSettings settings,
            List<ClipCheck.Outcome> outcomes,
            Set<Clip> forEvaluation) {
        List<ClipCheck.Passed> training = new ArrayList<>();
        List<ClipCheck.Passed> evaluation = new ArrayList<>();
        List<RejectedClip> leftOut = new ArrayList<>();
        Set<Path> heldOut = new HashSet<>();
        forEvaluation.forEach(clip -> heldOut.add(clip.audio()));
        for (ClipCheck.Outcome outcome : outcomes) {
            Clip clip = outcome.clip();
            if (outcome instanceof ClipCheck.Refused refused) {
                leftOut.add(refused.leftOut());
            } else if (forEvaluation.contains(clip)) {
                evaluation.add((ClipCheck.Passed) outcome);
            } else if (heldOut.contains(clip.audio())) {
                leftOut.add(new RejectedClip(clip, RejectReason.ALSO_IN_EVALUATION, clip.place()));
            } else {
                training.add((ClipCheck.Passed) outcome);
            }
        }
        List<ClipReport.SourceCounts> counts = sources.stream()
                .map(source -> counts(source.name(), settings.sampleRate(), training, evaluation, leftOut))
                .toList();
        return new DatasetSplit(training, evaluation, new ClipReport(counts, leftOut));
    }

    private static ClipReport.SourceCounts counts(
            String source,
            int rate,
            List<ClipCheck.Passed> training,
            List<ClipCheck.Passed> evaluation,
            List<RejectedClip> leftOut) {
        List<ClipCheck.Passed> train = from(source, training);
        List<ClipCheck.Passed> eval = from(source, evaluation);
        int refused = (int) leftOut.stream()
                .filter(one -> one.clip().source().equals(source))
                .count();
        return new ClipReport.SourceCounts(
                source,
                train.size() + eval.size() + refused,
                train.size(),
                eval.size(),
                seconds(train, rate),
                seconds(eval, rate));
    }

    private static List<ClipCheck.Passed> from(String source, List<ClipCheck.Passed> clips) {
        return clips.stream()
                .filter(passed -> passed.clip().source().equals(source))
                .toList();
    }

    private static double seconds(List<ClipCheck.Passed> clips, int rate) {
        return clips.stream().mapToLong(ClipCheck.Passed::samples).sum() / (double) rate;
    }
}
