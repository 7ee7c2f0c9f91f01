package hangolo.models.data;

import hangolo.models.text.VoiceTokenizer;

/** Turns transcripts into token ids. Used by several threads at once. */
public interface TextEncoder {

    /**
     * The tokens of a text, the language's token first, without start and stop.
     *
     * @throws IllegalArgumentException if the language is unknown or not supported
     */
    int[] encode(String text, String language);

    /** The token that stands for characters the vocabulary lacks. */
    int unknownToken();

    /** The token that ends a text; a transcript must not contain it. */
    int stopToken();

    /** A tokenizer as an encoder. */
    static TextEncoder of(VoiceTokenizer tokenizer) {
        return new TextEncoder() {
            @Override
            public int[] encode(String text, String language) {
                return tokenizer.encode(text, language);
            }

            @Override
            public int unknownToken() {
                return tokenizer.unknownToken();
            }

            @Override
            public int stopToken() {
                return tokenizer.stopToken();
            }
        };
    }
}
