package hangolo.models.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * XTTS's text front end: from a written sentence to the token ids of the GPT (xtts-spec.md 2), and back.
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
     * Reads a vocabulary from memory.
     *
     * @param json the bytes of a {@code vocab.json}, UTF-8
     * @param source what errors call it
     * @return the tokenizer
     * @throws VocabularyException if it is damaged or of another kind
     */
    public static VoiceTokenizer of(byte[] json, String source) throws VocabularyException {
        return new VoiceTokenizer(BpeVocabularyReader.read(json, source), source);
    }

    /**
     * Cleans a text and cuts it into tokens, the language's tag first; no start or stop token is added. A character
     * that the vocabulary lacks becomes {@link #unknownToken()}, and a token that is written out in the text
     * ({@code [STOP]}) becomes that token, as in the original.
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
     * @return what the voice is going to say
     * @throws IllegalArgumentException if the language is unknown or not supported yet
     */
    public String clean(String text, String language) {
        return TextCleaner.clean(text, language(language));
    }

    /**
     * Puts tokens together to a text. Stop and unknown tokens and ids without a token are left out; other tags stay
     * ({@code [hu]szia}).
     *
     * @param ids token ids
     * @return the text
     */
    public String decode(int[] ids) {
        String joined = Arrays.stream(ids)
                .mapToObj(vocabulary.tokens()::get)
                .filter(Objects::nonNull)
                .collect(Collectors.joining());
        return joined.replace(" ", "").replace(SPACE, " ").replace(STOP, "").replace(UNKNOWN, "");
    }

    /**
     * Returns the number of rows that the text embedding needs: the highest id + 1 (ids may have gaps).
     *
     * @return a count
     */
    public int vocabularySize() {
        return vocabulary.size();
    }

    /**
     * Returns the id of {@code [START]}.
     *
     * @return an id
     */
    public int startToken() {
        return vocabulary.ids().get(START);
    }

    /**
     * Returns the id of {@code [STOP]}.
     *
     * @return an id
     */
    public int stopToken() {
        return vocabulary.ids().get(STOP);
    }

    /**
     * Returns the id of {@code [UNK]}: the original leaves a training clip out if its text contains it.
     *
     * @return an id
     */
    public int unknownToken() {
        return vocabulary.unknownId();
    }

    /**
     * Tells whether texts of a language can be prepared with this vocabulary: the cleaners know it and it has a tag.
     *
     * @param language code such as {@code hu}
     * @return true if {@link #encode} gives what the model was trained with
     */
    public boolean supports(String language) {
        Optional<Language> known = Language.of(language);
        return known.isPresent()
                && known.get().supported()
                && vocabulary.added().contains(known.get().tag());
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
