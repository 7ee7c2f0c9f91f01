package hangolo.models.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * XTTS's text front end: from a written sentence to the token ids of the GPT (xtts-spec.md 2).
 *
 * <p>Immutable; threads may share one.
 */
public final class VoiceTokenizer {
    private static final String START = "[START]";
    private static final String STOP = "[STOP]";
    private static final String SPACE = "[SPACE]";
    private static final String UNKNOWN = "[UNK]";

    private final BpeVocabulary vocabulary;
    private final BytePairEncoder encoder;

    private VoiceTokenizer(BpeVocabulary vocabulary, String source) throws VocabularyException {
        for (String token : new String[] {START, STOP, SPACE, UNKNOWN}) {
            if (!vocabulary.added().contains(token)) {
                throw new VocabularyException(
                        source,
                        "added_tokens has no " + token
                                + ", which every XTTS vocabulary has. Is it another model's file?");
            }
        }
        this.vocabulary = vocabulary;
        this.encoder = new BytePairEncoder(vocabulary);
    }

    /**
     * Reads the {@code vocab.json} of a model folder.
     *
     * @param vocabJson a Hugging Face tokenizer file as XTTS uses it
     * @return the tokenizer
     * @throws IOException if the file cannot be read, or ({@link VocabularyException}) is damaged or of another kind;
     *     the message names the file and what is wrong
     */
    public static VoiceTokenizer open(Path vocabJson) throws IOException {
        return new VoiceTokenizer(BpeVocabularyReader.read(vocabJson), vocabJson.toString());
    }

    /**
     * Cleans and tokenizes a text, the language's tag first; no start or stop token is added. A character
     * that the vocabulary lacks becomes {@link #unknownToken()}, and a token that is written out in the text
     * ({@code [STOP]}) becomes that token, as in Coqui TTS.
     *
     * @param text as written
     * @param language code such as {@code hu}; a region is ignored
     * @return the ids
     * @throws IllegalArgumentException if the language is unknown or not supported yet
     */
    public int[] encode(String text, String language) {
        Language known = language(language);
        String tagged = known.tag() + TextCleaner.clean(text, known);
        return encoder.encode(tagged.replace(" ", SPACE));
    }

    /**
     * Cleans a text as {@link #encode} does: numbers, abbreviations and symbols become words, all in lower case.
     *
     * @param text as written
     * @param language code such as {@code hu}; a region is ignored
     * @return the text as it is synthesized
     * @throws IllegalArgumentException if the language is unknown or not supported yet
     */
    public String clean(String text, String language) {
        return TextCleaner.clean(text, language(language));
    }

    /** The number of rows that the text embedding needs: the highest id + 1 (ids may have gaps). */
    public int vocabularySize() {
        return vocabulary.size();
    }

    /** The id of {@code [START]}. */
    public int startToken() {
        return vocabulary.ids().get(START);
    }

    /** The id of {@code [STOP]}. */
    public int stopToken() {
        return vocabulary.ids().get(STOP);
    }

    /** The id of {@code [UNK]}: Coqui TTS leaves a training clip out if its text contains it. */
    public int unknownToken() {
        return vocabulary.unknownId();
    }

    /**
     * Returns the length above which the audio tends to be cut off (xtts-spec.md 2.6).
     *
     * @param language code such as {@code hu}
     * @return characters of the written text
     * @throws IllegalArgumentException if the language is unknown
     */
    public static int characterLimit(String language) {
        return language(language).characterLimit();
    }

    private static Language language(String code) {
        return Language.of(code).orElseThrow(() -> {
            String all = Arrays.stream(Language.values())
                    .filter(Language::supported)
                    .map(Language::code)
                    .collect(Collectors.joining(" "));
            return new IllegalArgumentException("Unknown language \"" + code + "\". Known are: " + all);
        });
    }
}
