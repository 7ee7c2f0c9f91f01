package hangolo.verify;

import hangolo.models.xtts.speaker.SpeakerConditioning;
import hangolo.models.xtts.synthesis.SamplingSettings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text that Coqui TTS synthesized, with everything it computed for it: the folder {@code inference/NAME}.
 *
 * @param context holds the arrays
 * @param path with a slash at its end
 */
record SynthesizedText(GroupContext context, String path) {

    static final String ROOT = "inference/";

    private static final String TOKENS = "text_tokens";
    private static final Pattern PENALTY = Pattern.compile("(.+)_repetition_penalty_([\\d.]+)");
    private static final Pattern MOST_CODES = Pattern.compile("at most (\\d+)");

    /** All of them, in the order of the manifest. */
    static List<SynthesizedText> all(GroupContext context) {
        return context.folder().names(ROOT).stream()
                .filter(name -> name.endsWith("/" + TOKENS))
                .map(name -> new SynthesizedText(context, name.substring(0, name.length() - TOKENS.length())))
                .toList();
    }

    /** The one that a meaning calls {@code text 1}: by its folder's name, or else by its number. */
    static SynthesizedText called(GroupContext context, String array, String words) throws ReferenceException {
        List<SynthesizedText> all = all(context);
        String folder = ROOT + words.strip().replace(' ', '_') + "/";
        for (SynthesizedText text : all) {
            if (text.path().equals(folder)) {
                return text;
            }
        }
        Matcher number = Pattern.compile("(\\d{1,4})$").matcher(words.strip());
        int index = number.find() ? Integer.parseInt(number.group(1)) : 0;
        if (index < 1 || index > all.size()) {
            throw new ReferenceException(array, "it is of \"" + words + "\", but the texts are in " + all);
        }
        return all.get(index - 1);
    }

    /** An array and the repetition penalty in its name. */
    record Run(String name, String kind, String suffix, double penalty) {}

    /** What {@code KIND_repetition_penalty_P} says. */
    static Run run(String name) throws ReferenceException {
        Matcher matcher = PENALTY.matcher(name.substring(name.lastIndexOf('/') + 1));
        if (!matcher.matches()) {
            throw new ReferenceException(name, "its name has no repetition penalty");
        }
        String suffix = matcher.group().substring(matcher.group(1).length());
        return new Run(name, matcher.group(1), suffix, Double.parseDouble(matcher.group(2)));
    }

    /** Arrays of this text itself, not of its subfolders. */
    List<String> names() {
        return context.folder().names(path).stream()
                .filter(name -> name.indexOf('/', path.length()) < 0)
                .toList();
    }

    ReferenceArray tokens() throws ReferenceException {
        return context.folder().array(path + TOKENS);
    }

    String text() throws ReferenceException {
        return tokens().text("text");
    }

    String language() throws ReferenceException {
        return tokens().text("language");
    }

    /** Token ids, as the program makes them. */
    int[] encoded() throws IOException {
        return context.model().tokenizer().encode(text().strip().toLowerCase(Locale.ROOT), language());
    }

    /** Greedy, with the limit that the codes' meaning names. */
    SamplingSettings settings(Run run) throws IOException {
        ReferenceArray codes = context.folder().array(path + "codes" + run.suffix());
        return SamplingSettings.greedy(run.penalty()).withMaxCodes((int) codes.number(MOST_CODES));
    }

    /** The speaker of all texts. */
    static SpeakerConditioning speaker(GroupContext context) throws IOException {
        return new SpeakerConditioning(
                context.folder().values(ROOT + "gpt_cond_latent").floats(),
                context.folder().values(ROOT + "speaker_embedding").floats());
    }

    @Override
    public String toString() {
        return path;
    }
}
