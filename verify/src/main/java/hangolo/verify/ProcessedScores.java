package hangolo.verify;

import hangolo.models.xtts.synthesis.SamplingSettings;
import hangolo.models.xtts.synthesis.SamplingTrace;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scores of a step after repetition penalty, temperature, top-k and top-p: the folders {@code first_step_processed} and
 * {@code step_N_processed} of a text. The settings are in the names of the arrays.
 */
final class ProcessedScores {

    private static final Pattern FOLDER = Pattern.compile("(?:first_step|step_(\\d+))_processed");
    private static final Pattern SETTING = Pattern.compile("\\d+_([a-z_]+?)(?:_([\\d.]+))?");
    private static final Pattern LOGITS = Pattern.compile("logits_first_\\d+_steps");
    private static final String PROBABILITIES = "probabilities";

    private final SynthesizedText text;
    private final Checks checks;

    ProcessedScores(SynthesizedText text, Checks checks) {
        this.text = text;
        this.checks = checks;
    }

    void check() {
        for (String folder : text.context().folder().folders(text.path())) {
            Matcher matcher = FOLDER.matcher(folder);
            if (matcher.matches()) {
                int step = matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
                checks.attempt(text.path() + folder, () -> check(text.path() + folder + "/", step));
            }
        }
    }

    private void check(String folder, int step) throws IOException {
        List<String> names = text.context().folder().names(folder);
        SamplingTrace trace = trace(names, step);
        for (String name : names) {
            Matcher matcher = SETTING.matcher(name.substring(folder.length()));
            String processor = matcher.matches() ? matcher.group(1) : "";
            switch (processor) {
                case "repetition_penalty" -> checks.floats(name, trace::penalised);
                case "temperature" -> checks.floats(name, trace::heated);
                case "top_k" -> checks.floats(name, trace::topK);
                case "top_p" -> checks.floats(name, trace::topP);
                case PROBABILITIES -> checks.floats(name, trace::probabilities);
                default -> checks.failed(name, "this program has no such processor");
            }
        }
    }

    private SamplingTrace trace(List<String> names, int step) throws IOException {
        SamplingSettings settings = SamplingSettings.greedy(1);
        for (String name : names) {
            Matcher matcher = SETTING.matcher(name.substring(name.lastIndexOf('/') + 1));
            if (matcher.matches() && matcher.group(2) != null) {
                double value = Double.parseDouble(matcher.group(2));
                settings = switch (matcher.group(1)) {
                    case "repetition_penalty" -> settings.withRepetitionPenalty(value);
                    case "temperature" -> settings.withTemperature(value);
                    case "top_k" -> settings.withTopK((int) value);
                    case "top_p" -> settings.withTopP(value);
                    default -> settings;
                };
            }
        }
        String logits = source(names);
        int[] history = new int[0];
        if (step > 0) {
            String codes = text.path() + "codes" + SynthesizedText.run(logits).suffix();
            history = Arrays.copyOf(text.context().folder().values(codes).ints(), step);
        }
        float[] scores = text.context().folder().values(logits).part(step).floats();
        int start = text.context().config().gpt().startAudio();
        return SamplingTrace.of(scores, history, start, settings);
    }

    /** The raw scores that the first processor was applied to. */
    private String source(List<String> names) throws ReferenceException {
        ReferenceArray first = text.context().folder().array(names.get(0));
        for (String input : first.inputs()) {
            if (LOGITS.matcher(input).find() && text.context().folder().has(input)) {
                return input;
            }
        }
        throw new ReferenceException(first.name(), "the manifest names no logits among its inputs " + first.inputs());
    }
}
