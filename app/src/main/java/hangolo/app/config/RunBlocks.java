package hangolo.app.config;

import hangolo.app.config.RunConfig.Dataset;
import hangolo.app.config.RunConfig.MetadataFormat;
import hangolo.app.config.RunConfig.PriorResult;
import hangolo.app.config.RunConfig.TestSentence;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of a run file whose values are blocks of keys. */
final class RunBlocks {
    static final List<Key<?>> DATASET_KEYS = List.of(
            RunKeys.NAME, RunKeys.PATH, RunKeys.FORMAT, RunKeys.METADATA, RunKeys.EVAL_METADATA, RunKeys.LANGUAGE);
    static final List<Key<?>> SENTENCE_KEYS =
            List.of(RunKeys.TEXT, RunKeys.SENTENCE_LANGUAGE, RunKeys.SENTENCE_SPEAKER);
    static final List<Key<?>> RESULT_KEYS =
            List.of(RunKeys.MEL_CE, RunKeys.TEXT_CE, RunKeys.QUALITY, RunKeys.CHECKPOINT);

    private static final Dataset NO_DATASET =
            new Dataset("", Path.of(""), MetadataFormat.LJSPEECH, Path.of(""), Optional.empty(), "en");
    private static final PriorResult NO_RESULT =
            new PriorResult(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static final Key<List<Dataset>> DATASETS = Key.required(
                    "DATASETS",
                    ValueTypes.list(
                            ValueTypes.mapping(
                                    "a block with " + ValueTypes.names(DATASET_KEYS), NO_DATASET, RunBlocks::dataset),
                            1,
                            1000),
                    "the sources of clips")
            .alsoCalled("dataset", "datasets_config_list");
    static final Key<List<TestSentence>> TEST_SENTENCES = Key.of(
                    "TEST_SENTENCES",
                    ValueTypes.list(
                            ValueTypes.mapping(
                                    "a block with " + ValueTypes.names(SENTENCE_KEYS),
                                    new TestSentence("", "en", Optional.empty()),
                                    RunBlocks::sentence),
                            0,
                            1000),
                    List.<TestSentence>of(),
                    "sentences that are spoken whenever the model improved and at the end",
                    "none can be guessed; give at least three, one of them a single word")
            .alsoCalled("test_sentence");
    static final Key<Optional<PriorResult>> BASELINE = Key.optional(
            "BASELINE",
            ValueTypes.mapping("a block with " + ValueTypes.names(RESULT_KEYS), NO_RESULT, RunBlocks::result),
            "not known",
            "what the model reached before the first phase, for the report");
    static final Key<Optional<PriorResult>> PHASE1 = Key.optional(
            "PHASE1",
            ValueTypes.mapping("a block with " + ValueTypes.names(RESULT_KEYS), NO_RESULT, RunBlocks::result),
            "not known",
            "what the phase that is continued reached, for the decision");

    private RunBlocks() {}

    private static Dataset dataset(Fields fields) {
        Path folder = fields.get(RunKeys.PATH);
        Path metadata = within(fields, folder, RunKeys.METADATA, fields.get(RunKeys.METADATA));
        Optional<Path> eval =
                fields.get(RunKeys.EVAL_METADATA).map(text -> within(fields, folder, RunKeys.EVAL_METADATA, text));
        return new Dataset(
                fields.get(RunKeys.NAME),
                folder,
                fields.get(RunKeys.FORMAT),
                metadata,
                eval,
                fields.get(RunKeys.LANGUAGE));
    }

    private static Path within(Fields fields, Path folder, Key<?> key, String text) {
        try {
            return folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            fields.problem(key, "\"" + text + "\" is not a path: " + e.getReason());
            return folder;
        }
    }

    private static TestSentence sentence(Fields fields) {
        return new TestSentence(
                fields.get(RunKeys.TEXT), fields.get(RunKeys.SENTENCE_LANGUAGE), fields.get(RunKeys.SENTENCE_SPEAKER));
    }

    private static PriorResult result(Fields fields) {
        return new PriorResult(
                fields.get(RunKeys.MEL_CE),
                fields.get(RunKeys.TEXT_CE),
                fields.get(RunKeys.QUALITY),
                fields.get(RunKeys.CHECKPOINT));
    }
}
