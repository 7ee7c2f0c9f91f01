package hangolo.app.config;

import hangolo.app.config.PhaseConfig.Dataset;
import hangolo.app.config.PhaseConfig.MetadataFormat;
import hangolo.app.config.PhaseConfig.PriorResult;
import hangolo.app.config.PhaseConfig.TestSentence;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of a config file whose values are blocks of keys. */
final class ConfigBlocks {
    static final List<Key<?>> DATASET_KEYS = List.of(
            ConfigKeys.NAME,
            ConfigKeys.PATH,
            ConfigKeys.FORMAT,
            ConfigKeys.METADATA,
            ConfigKeys.EVAL_METADATA,
            ConfigKeys.LANGUAGE);
    static final List<Key<?>> SENTENCE_KEYS =
            List.of(ConfigKeys.TEXT, ConfigKeys.SENTENCE_LANGUAGE, ConfigKeys.SENTENCE_SPEAKER);
    static final List<Key<?>> RESULT_KEYS =
            List.of(ConfigKeys.MEL_CE, ConfigKeys.TEXT_CE, ConfigKeys.QUALITY, ConfigKeys.CHECKPOINT);

    private static final Dataset NO_DATASET =
            new Dataset("", Path.of(""), MetadataFormat.LJSPEECH, Path.of(""), Optional.empty(), "en");
    private static final PriorResult NO_RESULT =
            new PriorResult(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    static final Key<List<Dataset>> DATASETS = Key.required(
                    "DATASETS",
                    ValueTypes.list(
                            ValueTypes.mapping(
                                    "a block with " + ValueTypes.names(DATASET_KEYS),
                                    NO_DATASET,
                                    ConfigBlocks::dataset),
                            1,
                            1000),
                    "the data sets to train on")
            .alsoCalled("dataset", "datasets_config_list");
    static final Key<List<TestSentence>> TEST_SENTENCES = Key.of(
                    "TEST_SENTENCES",
                    ValueTypes.list(
                            ValueTypes.mapping(
                                    "a block with " + ValueTypes.names(SENTENCE_KEYS),
                                    new TestSentence("", "en", Optional.empty()),
                                    ConfigBlocks::sentence),
                            0,
                            1000),
                    List.<TestSentence>of(),
                    "sentences that are synthesized whenever the model has improved and at the end",
                    "they depend on the voice; give at least three, one of them a single word")
            .alsoCalled("test_sentence");
    static final Key<Optional<PriorResult>> BASELINE = Key.optional(
            "BASELINE",
            ValueTypes.mapping("a block with " + ValueTypes.names(RESULT_KEYS), NO_RESULT, ConfigBlocks::result),
            "not known",
            "results of the model before the first phase, for the report");
    static final Key<Optional<PriorResult>> PHASE1 = Key.optional(
            "PHASE1",
            ValueTypes.mapping("a block with " + ValueTypes.names(RESULT_KEYS), NO_RESULT, ConfigBlocks::result),
            "not known",
            "results of the phase that is continued, for the decision");

    private ConfigBlocks() {}

    private static Dataset dataset(Fields fields) {
        Path folder = fields.get(ConfigKeys.PATH);
        Path metadata = within(fields, folder, ConfigKeys.METADATA, fields.get(ConfigKeys.METADATA));
        Optional<Path> eval = fields.get(ConfigKeys.EVAL_METADATA)
                .map(text -> within(fields, folder, ConfigKeys.EVAL_METADATA, text));
        return new Dataset(
                fields.get(ConfigKeys.NAME),
                folder,
                fields.get(ConfigKeys.FORMAT),
                metadata,
                eval,
                fields.get(ConfigKeys.LANGUAGE));
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
                fields.get(ConfigKeys.TEXT),
                fields.get(ConfigKeys.SENTENCE_LANGUAGE),
                fields.get(ConfigKeys.SENTENCE_SPEAKER));
    }

    private static PriorResult result(Fields fields) {
        return new PriorResult(
                fields.get(ConfigKeys.MEL_CE),
                fields.get(ConfigKeys.TEXT_CE),
                fields.get(ConfigKeys.QUALITY),
                fields.get(ConfigKeys.CHECKPOINT));
    }
}
