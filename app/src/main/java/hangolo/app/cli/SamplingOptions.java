package hangolo.app.cli;

import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.synthesis.SamplingSettings;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Sampling of audio codes. Options that are not given default to the model's config.json. */
final class SamplingOptions {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed reproduces the same audio; default 1.")
    private long seed;

    @Option(names = "--temperature", paramLabel = "X", description = "Below 1: safer; above 1: livelier.")
    private Optional<Double> temperature;

    @Option(names = "--top-k", paramLabel = "N", description = "Sample from the N most likely codes; 0 for all.")
    private Optional<Integer> topK;

    @Option(
            names = "--top-p",
            paramLabel = "X",
            description = "Sample from the most likely codes with total probability X; 1 for all.")
    private Optional<Double> topP;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "X",
            description = "Makes repeated codes less likely; 1 for none.")
    private Optional<Double> repetitionPenalty;

    @Option(names = "--speed", paramLabel = "X", description = "Speed of speech, 2 is twice as fast; default 1.")
    private Optional<Double> speed;

    /** Rejects invalid values before anything is loaded. */
    void check(BaseCommand command) {
        require(command, "--temperature", temperature.map(x -> x > 0 && x < 100), "above 0 and below 100");
        require(command, "--top-k", topK.map(n -> n >= 0), "0 or more");
        require(command, "--top-p", topP.map(x -> x > 0 && x <= 1), "above 0, at most 1");
        require(command, "--repetition-penalty", repetitionPenalty.map(x -> x > 0 && x < 1000), "above 0");
        require(command, "--speed", speed.map(x -> x > 0 && x <= 20), "above 0, at most 20");
    }

    private static void require(BaseCommand command, String option, Optional<Boolean> holds, String range) {
        if (!holds.orElse(true)) {
            throw command.usageError(option + " must be " + range);
        }
    }

    SamplingSettings of(XttsConfig config) {
        SamplingSettings settings = SamplingSettings.of(config, seed);
        settings = temperature.map(settings::withTemperature).orElse(settings);
        settings = topK.map(settings::withTopK).orElse(settings);
        settings = topP.map(settings::withTopP).orElse(settings);
        settings = repetitionPenalty.map(settings::withRepetitionPenalty).orElse(settings);
        return speed.map(settings::withSpeed).orElse(settings);
    }
}
