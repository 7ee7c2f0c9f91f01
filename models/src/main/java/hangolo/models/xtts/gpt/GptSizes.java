package hangolo.models.xtts.gpt;

import hangolo.models.xtts.config.XttsConfig;

/**
 * The sizes of the GPT and its token numbers: from config.json, from the vocabulary, and where neither names them from the
 * shapes of the tensors.
 *
 * @param layers transformer blocks
 * @param width d
 * @param heads attention heads
 * @param textTokens text vocabulary: the largest token of vocab.json, plus one
 * @param startText token in front of a text
 * @param stopText target behind a text
 * @param audioTokens audio vocabulary with start and stop
 * @param startAudio token in front of the codes
 * @param stopAudio token behind the codes
 * @param textPositions rows of the table of text positions
 * @param audioPositions rows of the table of audio positions
 * @param prompt latents of a reference, P
 * @param melBins bins of the reference mel
 * @param conditioningBlocks attention blocks of the conditioning encoder
 * @param perceiverLayers layers of the perceiver
 * @param perceiverHeads its attention heads, 8 in all XTTS models
 * @param perceiverInner columns of all its heads together
 * @param perceiverHidden columns of its gated feed-forward network
 */
public record GptSizes(
        int layers,
        int width,
        int heads,
        int textTokens,
        int startText,
        int stopText,
        int audioTokens,
        int startAudio,
        int stopAudio,
        int textPositions,
        int audioPositions,
        int prompt,
        int melBins,
        int conditioningBlocks,
        int perceiverLayers,
        int perceiverHeads,
        int perceiverInner,
        int perceiverHidden) {

    /** Heads of the perceiver in all XTTS models. */
    public static final int PERCEIVER_HEADS = 8;

    /**
     * The sizes of a new model: the fixed parts as in XTTS v2.
     *
     * @param config names the others
     */
    public static GptSizes fresh(XttsConfig.Gpt config, Vocabulary vocabulary) {
        int d = config.width();
        return of(config, vocabulary, new Shapes(32, 80, 6, 2, PERCEIVER_HEADS * 64, d * 8 / 3));
    }

    /** What only the shapes of the tensors tell, see the parameters of {@link GptSizes}. */
    record Shapes(
            int prompt,
            int melBins,
            int conditioningBlocks,
            int perceiverLayers,
            int perceiverInner,
            int perceiverHidden) {}

    static GptSizes of(XttsConfig.Gpt config, Vocabulary vocabulary, Shapes shapes) {
        return new GptSizes(
                config.layers(),
                config.width(),
                config.heads(),
                vocabulary.tokens(),
                vocabulary.start(),
                vocabulary.stop(),
                config.audioTokens(),
                config.startAudio(),
                config.stopAudio(),
                config.maxTextTokens() + 2,
                config.maxAudioTokens() + 3,
                shapes.prompt(),
                shapes.melBins(),
                shapes.conditioningBlocks(),
                shapes.perceiverLayers(),
                PERCEIVER_HEADS,
                shapes.perceiverInner(),
                shapes.perceiverHidden());
    }

    /** The most text tokens of a clip, without start and stop, as in the original. */
    public int maxText() {
        return textPositions - 2;
    }

    /** The most audio codes of a clip, as in the original. */
    public int maxCodes() {
        return audioPositions - 5;
    }

    /**
     * What the vocabulary says about texts.
     *
     * @param tokens its size: the largest token, plus one
     * @param start number of {@code [START]}
     * @param stop number of {@code [STOP]}
     */
    public record Vocabulary(int tokens, int start, int stop) {}
}
