package hangolo.app.cli;

import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.synthesis.SamplingSettings;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How audio codes are drawn. What is not given is as the model's config.json says. */
final class SamplingOptions {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "The same seed gives the same sound; default 1.")
    private long seed;

    @Option(names = "--temperature", paramLabel = "X", description = "Below 1 safer, above 1 livelier.")
    private Optional<Double> temperature;

    @Option(names = "--top-k", paramLabel = "N", description = "How many of the best codes remain, 0 for all.")
    private Optional<Integer> topK;

    @Option(names = "--top-p", paramLabel = "X", description = "Probability of the codes that remain, 1 for all.")
    private Optional<Double> topP;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "X",
            description = "Makes codes that already occurred less likely, 1 for none.")
    private Optional<Double> repetitionPenalty;

    @Option(names = "--speed", paramLabel = "X", description = "2 is twice as fast; default 1.")
    private Optional<Double> speed;

    /** Refuses impossible values before anything is loaded. */
    void check(BaseCommand job) {
        require(job, "--temperature", temperature.map(x -> x > 0 && x < 100), "above 0 and below 100");
        require(job, "--top-k", topK.map(n -> n >= 0), "0 or more");
        require(job, "--top-p", topP.map(x -> x > 0 && x <= 1), "above 0, at most 1");
        require(job, "--repetition-penalty", repetitionPenalty.map(x -> x > 0 && x < 1000), "above 0");
        require(job, "--speed", speed.map(x -> x > 0 && x <= 20), "above 0, at most 20");
    }

    private static void require(BaseCommand job, String option, Optional<Boolean> holds, String range) {
        if (!holds.orElse(true)) {
            throw job.usageError(option + " must be " + range);
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
