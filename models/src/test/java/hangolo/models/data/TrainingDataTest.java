package hangolo.models.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.models.data.DataSettings.BrokenClips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingDataTest {

    private static final DataSettings SETTINGS =
            DataSettings.defaults().withSplit(EvaluationSplit.stratified(3, 1)).withThreads(2);

    @TempDir
    Path folder;

    private SmallData small;

    @BeforeEach
    void makeFolder() {
        small = new SmallData(folder);
    }

    @Test
    void preparesWhatTheEncodersGive() throws IOException {
        TrainingData data = prepare(List.of(small.source("A", 5)), SETTINGS);
        PreparedClip clip = data.training().get(0);
        int number = Integer.parseInt(clip.clip().id().replaceAll("\\D", ""));
        float[] sound = SmallData.samples(clip.samples(), "A".hashCode() + number);
        assertArrayEquals(sound, clip.audio(0, clip.samples()));
        assertArrayEquals(Arrays.copyOfRange(sound, 100, 200), clip.audio(100, 200));
        assertArrayEquals(SmallData.LETTERS.encode(clip.clip().text(), "hu"), clip.text());

        float[] stats = new float[80];
        Arrays.fill(stats, 2f);
        int[] all = SmallData.codes(new MelExtractor(MelConfig.DVAE).log(sound).dividedBy(stats));
        int used = (clip.samples() + 1023) / 1024;
        assertArrayEquals(Arrays.copyOf(all, used), clip.codes());
    }

    @Test
    void usesTheCacheUntilSomethingChanges() throws IOException {
        DataSource source = small.source("A", 6);
        TrainingData first = prepare(List.of(source), SETTINGS);
        assertEquals(new TrainingData.CacheStatistics(0, 6, 0), first.cache());
        TrainingData second = prepare(List.of(source), SETTINGS);
        assertEquals(new TrainingData.CacheStatistics(6, 0, 0), second.cache());
        assertEquals(6, small.extractions.get());
        assertEquals(first.fingerprint(), second.fingerprint());
        assertEquals(first.training(), second.training());
        for (int i = 0; i < first.training().size(); i++) {
            assertArrayEquals(
                    first.training().get(i).codes(), second.training().get(i).codes());
        }

        SmallData.noise(source.folder().resolve("wavs/c0.wav"), 20000, 99);
        TrainingData third = prepare(List.of(source), SETTINGS);
        assertEquals(new TrainingData.CacheStatistics(5, 1, 0), third.cache());
        assertNotEquals(first.fingerprint(), third.fingerprint());

        TrainingData other = TrainingData.prepare(
                List.of(source), SETTINGS, small.encoders("other weights"), cache(), ProgressListener.NONE);
        assertEquals(new TrainingData.CacheStatistics(0, 6, 0), other.cache());
    }

    @Test
    void repairsDamagedEntries() throws IOException {
        DataSource source = small.source("A", 4);
        TrainingData first = prepare(List.of(source), SETTINGS.withSplit(EvaluationSplit.none()));
        Path flipped = first.training().get(0).file();
        byte[] bytes = Files.readAllBytes(flipped);
        bytes[bytes.length / 2] ^= 4;
        Files.write(flipped, bytes);
        Path cut = first.training().get(1).file();
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 100));
        Files.copy(first.training().get(2).file(), first.training().get(3).file(), StandardCopyOption.REPLACE_EXISTING);

        TrainingData again = prepare(List.of(source), SETTINGS.withSplit(EvaluationSplit.none()));
        assertEquals(new TrainingData.CacheStatistics(1, 3, 3), again.cache());
        assertEquals(first.fingerprint(), again.fingerprint());
        PreparedClip repaired = again.training().get(3);
        assertArrayEquals(
                SmallData.samples(repaired.samples(), "A".hashCode() + 3), repaired.audio(0, repaired.samples()));
    }

    @Test
    void mergesSourcesAndSplitsEach() throws IOException {
        TrainingData data = prepare(
                List.of(small.source("Milliomos", 8), small.source("Blikk", 23)),
                SETTINGS.withSplit(EvaluationSplit.stratified(0.1, 1)));
        assertEquals(28, data.training().size());
        assertEquals(3, data.evaluation().size());
        assertEquals("Milliomos#wavs/c0", data.training().get(0).clip().id());
        ClipReport.SourceCounts milliomos = data.report().sources().get(0);
        assertEquals(List.of(8, 7, 1), List.of(milliomos.listed(), milliomos.training(), milliomos.evaluation()));
        assertEquals(31, data.report().total().listed());
        long samples = Stream.concat(data.training().stream(), data.evaluation().stream())
                .mapToLong(PreparedClip::samples)
                .sum();
        assertEquals(samples / 22050.0 / 60, data.report().total().minutes(), 1e-9);
    }

    @Test
    void everyEpochGivesEveryClipOnceInBatches() throws IOException {
        TrainingData data = prepare(List.of(small.source("A", 13)), SETTINGS);
        BatchSettings batching = batching(3, 2);
        assertEquals(4, data.batchesPerEpoch(batching));
        for (int epoch = 0; epoch < 3; epoch++) {
            List<Batch> batches = all(data.epoch(batching, 5, epoch, 0));
            assertEquals(
                    List.of(3, 3, 3, 1),
                    batches.stream().map(b -> b.clips().size()).toList());
            List<String> names = batches.stream()
                    .flatMap(b -> SmallData.names(b.clips()).stream())
                    .toList();
            assertEquals(new HashSet<>(SmallData.names(data.training())), new HashSet<>(names));
            assertEquals(10, names.size());
        }
    }

    @Test
    void aResumeAtAnyBatchGivesTheSameAsTheUnbrokenRun() throws IOException {
        List<DataSource> sources = List.of(small.source("A", 10), small.source("B", 4));
        TrainingData data = prepare(sources, SETTINGS.withThreads(1));
        TrainingData again = prepare(sources, SETTINGS.withThreads(4));
        for (Sampling sampling : Sampling.values()) {
            BatchSettings ahead = batching(3, 2, sampling);
            BatchSettings alone = batching(3, 0, sampling);
            for (int epoch = 0; epoch < 2; epoch++) {
                List<Batch> unbroken = all(data.epoch(ahead, 77, epoch, 0));
                for (int from = 0; from <= unbroken.size(); from++) {
                    List<Batch> resumed = all(again.epoch(alone, 77, epoch, from));
                    assertSame(unbroken.subList(from, unbroken.size()), resumed);
                }
            }
            List<Batch> otherSeed = all(data.epoch(alone, 78, 0, 0));
            assertNotEquals(
                    otherSeed.get(0).training().items().get(0).promptSpan(),
                    all(data.epoch(alone, 77, 0, 0))
                            .get(0)
                            .training()
                            .items()
                            .get(0)
                            .promptSpan());
        }
    }

    @Test
    void evaluationIsSequentialAndFixed() throws IOException {
        TrainingData data = prepare(List.of(small.source("A", 9)), SETTINGS);
        List<Batch> once = all(data.evaluation(batching(2, 2)));
        assertEquals(
                SmallData.names(data.evaluation()),
                once.stream().flatMap(b -> SmallData.names(b.clips()).stream()).toList());
        assertEquals(List.of(2, 1), once.stream().map(b -> b.clips().size()).toList());
        assertTrue(once.get(0).training().items().get(0).promptSpan().isEmpty());
        assertSame(once, all(data.evaluation(batching(2, 0))));
    }

    @Test
    void reportsEveryReason() throws IOException {
        DataSource source = small.source("A", 3);
        Path wavs = source.folder().resolve("wavs");
        SmallData.noise(wavs.resolve("short.wav"), 11024, 1);
        SmallData.noise(wavs.resolve("least.wav"), 11025, 1);
        SmallData.noise(wavs.resolve("most.wav"), 40000, 1);
        SmallData.noise(wavs.resolve("long.wav"), 40001, 1);
        SmallData.noise(wavs.resolve("silent.wav"), 0, 1);
        Files.write(wavs.resolve("zero.wav"), new byte[0]);
        Files.write(wavs.resolve("noise.wav"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13});
        SmallData.rows(
                source,
                "c0|good",
                "gone|not there",
                "short|too short",
                "least|exactly half a second",
                "most|exactly the most",
                "long|one sample too long",
                "silent|header only",
                "zero|no bytes",
                "noise|not audio",
                "c1|",
                "c1|has 7 and 3",
                "c1|stop~",
                "c2|\"",
                "c1|" + "x".repeat(199),
                "c1|" + "x".repeat(200));
        DataSettings settings = SETTINGS.withLimits(40000, 200)
                .withSplit(EvaluationSplit.none())
                .withBrokenClips(BrokenClips.LEAVE_OUT);
        TrainingData data = prepare(List.of(source), settings);
        assertEquals(
                List.of("A#wavs/c0", "A#wavs/least", "A#wavs/most", "A#wavs/c1 (4)"), SmallData.names(data.training()));
        assertEquals(
                Map.of(
                        RejectReason.MISSING_FILE, 1,
                        RejectReason.TOO_SHORT, 1,
                        RejectReason.TOO_LONG, 1,
                        RejectReason.EMPTY_TEXT, 2,
                        RejectReason.UNKNOWN_CHARACTERS, 1,
                        RejectReason.TEXT_REFUSED, 1,
                        RejectReason.TEXT_TOO_LONG, 1,
                        RejectReason.EMPTY_AUDIO, 1,
                        RejectReason.UNREADABLE_AUDIO, 2),
                data.report().reasons());
        String table = data.report().table();
        assertTrue(table.contains("A#wavs/c1 (2): text has unknown characters ('7' (U+0037) '3' (U+0033))"), table);
        assertTrue(table.contains("A#wavs/short: audio is too short (0.50 s, at least 0.50 s)"), table);
        ClipReport inspected =
                TrainingData.inspect(List.of(source), settings, SmallData.LETTERS, ProgressListener.NONE);
        assertEquals(data.report(), inspected);
    }

    @Test
    void refusesBrokenClipsByNameBeforePreparingAny() throws IOException {
        DataSource source = SmallData.rows(small.source("A", 2), "c0|good", "gone|missing", "c1|good");
        DataException error = assertThrows(DataException.class, () -> prepare(List.of(source), SETTINGS));
        assertTrue(error.getMessage().contains("1 of 3 clips are broken"), error.getMessage());
        assertTrue(error.getMessage().contains("A#wavs/gone"), error.getMessage());
        assertTrue(error.getMessage().contains("metadata.csv row 2"), error.getMessage());
        assertFalse(Files.exists(cache()));
    }

    @Test
    void refusesToStartWithoutEvaluationBeforePreparingAny() throws IOException {
        DataSource source = SmallData.rows(small.source("A", 1), "c0|good");
        String message = assertThrows(DataException.class, () -> prepare(List.of(source), SETTINGS))
                .getMessage();
        assertTrue(message.contains("no clip is held out for evaluation, of 1 listed"), message);
        assertFalse(Files.exists(cache()));
    }

    @Test
    void saysWhyNothingIsLeft() throws IOException {
        DataSource source = SmallData.rows(small.source("A", 2), "c0|1", "c1|2", "gone|three");
        DataSettings lenient = SETTINGS.withBrokenClips(BrokenClips.LEAVE_OUT);
        String message = assertThrows(DataException.class, () -> prepare(List.of(source), lenient))
                .getMessage();
        assertTrue(message.contains("no clip is left to train with, of 3 listed"), message);
        assertTrue(message.contains("file is missing (1), text has unknown characters (2)"), message);

        DataSource foreign = small.source("B", 1);
        DataSource unsupported = DataSource.of("B", foreign.folder(), foreign.format(), "metadata.csv", "xx");
        String language = assertThrows(DataException.class, () -> prepare(List.of(unsupported), lenient))
                .getMessage();
        assertTrue(language.contains("Unknown language \"xx\""), language);
        assertThrows(DataException.class, () -> prepare(List.of(), lenient));
        assertTrue(assertThrows(DataException.class, () -> prepare(List.of(foreign, foreign), lenient))
                .getMessage()
                .contains("two data sources are named 'B'"));
    }

    @Test
    void keepsEvaluationClipsOutOfTraining() throws IOException {
        DataSource source = small.source("A", 6);
        Path own = source.folder().resolve("eval.csv");
        Files.writeString(own, "c1|one\nc2|two\n");
        DataSource withOwn = new DataSource(
                "A", source.folder(), source.format(), source.metadata(), java.util.Optional.of(own), "hu");
        TrainingData data = prepare(List.of(withOwn), SETTINGS);
        assertEquals(List.of("A#wavs/c1", "A#wavs/c2"), SmallData.names(data.evaluation()));
        assertEquals(4, data.training().size());
        assertEquals(Map.of(RejectReason.ALSO_IN_EVALUATION, 2), data.report().reasons());
    }

    @Test
    void splitsLikeTheOriginalOnRequest() throws IOException {
        TrainingData data = prepare(List.of(small.source("A", 20)), SETTINGS.withSplit(EvaluationSplit.coqui(3)));
        assertEquals(
                new HashSet<>(List.of("A#wavs/c18", "A#wavs/c1", "A#wavs/c19")),
                new HashSet<>(SmallData.names(data.evaluation())));
        assertEquals(17, data.training().size());
    }

    @Test
    void reportsProgressInOrder() throws IOException {
        List<String> updates = new ArrayList<>();
        TrainingData.prepare(
                List.of(small.source("A", 3)),
                SETTINGS.withSplit(EvaluationSplit.none()),
                small.encoders("v"),
                cache(),
                (done, total, what) -> updates.add(what + " " + done + "/" + total));
        List<String> expected = new ArrayList<>();
        for (String what : List.of("checking clips", "preparing clips")) {
            IntStream.rangeClosed(0, 3).forEach(i -> expected.add(what + " " + i + "/3"));
        }
        assertEquals(expected, updates);
    }

    @Test
    void failuresOfTheDvaeComeOutAsTheyAre() throws IOException {
        List<DataSource> sources = List.of(small.source("A", 5));
        Encoders good = small.encoders("v");
        CodeExtractor failing = mel -> {
            throw new IllegalStateException("out of memory on the device");
        };
        Encoders broken = new Encoders(good.text(), failing, 1024, good.melStats(), "v");
        assertTrue(assertThrows(
                        IllegalStateException.class,
                        () -> TrainingData.prepare(sources, SETTINGS, broken, cache(), ProgressListener.NONE))
                .getMessage()
                .contains("out of memory on the device"));
        Encoders few = new Encoders(good.text(), mel -> new int[3], 1024, good.melStats(), "v");
        assertTrue(assertThrows(
                        IllegalStateException.class,
                        () -> TrainingData.prepare(sources, SETTINGS, few, cache(), ProgressListener.NONE))
                .getMessage()
                .contains("but the DVAE gave 3"));
    }

    @Test
    void batchesSayWhenTheCacheIsGoneAndStopWhenClosed() throws IOException {
        TrainingData data = prepare(List.of(small.source("A", 12)), SETTINGS);
        Batches closed = data.epoch(batching(2, 1), 1, 0, 0);
        assertEquals(5, closed.remaining());
        closed.next();
        closed.close();
        assertFalse(closed.hasNext());

        for (PreparedClip clip : data.training()) {
            Files.delete(clip.file());
        }
        for (int ahead : new int[] {0, 2}) {
            try (Batches batches = data.epoch(batching(2, ahead), 1, 1, 0)) {
                assertThrows(UncheckedIOException.class, batches::next);
            }
        }
        assertThrows(IllegalArgumentException.class, () -> data.epoch(batching(2, 0), 1, 0, 6));
    }

    @Test
    void statisticsCountBatchesAndTime() throws IOException {
        TrainingData data = prepare(List.of(small.source("A", 8)), SETTINGS);
        AtomicLong nanos = new AtomicLong();
        BatchSettings settings = new BatchSettings(
                2, 2, Sampling.EVERY_CLIP_ONCE, CodePadding.NONE, crop(), 0, () -> nanos.addAndGet(1_000_000_000L));
        try (Batches batches = data.epoch(settings, 1, 0, 1)) {
            batches.forEachRemaining(batch -> {});
            // each batch: wait begins, work begins, work ends, wait ends
            assertEquals(new LoaderStatistics(2, 6, 2), batches.statistics());
            assertEquals(3, batches.statistics().waitSecondsPerBatch());
        }
    }

    private static void assertSame(List<Batch> expected, List<Batch> found) {
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < expected.size(); i++) {
            Batch a = expected.get(i);
            Batch b = found.get(i);
            assertEquals(a.number(), b.number());
            assertEquals(a.clips(), b.clips());
            for (int j = 0; j < a.clips().size(); j++) {
                var x = a.training().items().get(j);
                var y = b.training().items().get(j);
                assertArrayEquals(x.text(), y.text());
                assertArrayEquals(x.codes(), y.codes());
                assertEquals(x.conditioning(), y.conditioning());
                assertEquals(x.promptSpan(), y.promptSpan());
            }
        }
    }

    private static List<Batch> all(Batches batches) {
        try (batches) {
            List<Batch> all = new ArrayList<>();
            batches.forEachRemaining(all::add);
            return all;
        }
    }

    private static ConditioningCrop crop() {
        return new ConditioningCrop(6000, 12000);
    }

    private static BatchSettings batching(int size, int ahead) {
        return batching(size, ahead, Sampling.EVERY_CLIP_ONCE);
    }

    private static BatchSettings batching(int size, int ahead, Sampling sampling) {
        return new BatchSettings(size, size, sampling, CodePadding.NONE, crop(), ahead, () -> 0);
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private TrainingData prepare(List<DataSource> sources, DataSettings settings) throws IOException {
        return TrainingData.prepare(sources, settings, small.encoders("v"), cache(), ProgressListener.NONE);
    }
}
