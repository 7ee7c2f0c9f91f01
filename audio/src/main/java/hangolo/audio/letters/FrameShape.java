package hangolo.audio.letters;

import hangolo.audio.MelSpectrogram;
import java.util.Arrays;

/** What of a log-mel frame tells letters apart: where its peaks stand, not how loud it is. */
final class FrameShape {
    /** How far below its peak a frame is looked at, in nepers of power (26 dB). */
    private static final float DEPTH = 6;
    /** How far below the loud frames silence begins (26 dB), and where it is in any case. */
    private static final float SILENCE_DEPTH = 6;

    private static final float ABSOLUTE_SILENCE = -9;

    private FrameShape() {}

    /** The frame cut off 26 dB below its peak, then centred and scaled to length 1. */
    static float[] of(float[] logMel) {
        float peak = level(logMel);
        float[] shape = new float[logMel.length];
        double sum = 0;
        for (int b = 0; b < shape.length; b++) {
            shape[b] = Math.max(0, logMel[b] - peak + DEPTH);
            sum += shape[b];
        }
        double mean = sum / shape.length;
        double square = 0;
        for (int b = 0; b < shape.length; b++) {
            shape[b] -= (float) mean;
            square += shape[b] * shape[b];
        }
        float scale = (float) (1 / Math.sqrt(square + 1e-9));
        for (int b = 0; b < shape.length; b++) {
            shape[b] *= scale;
        }
        return shape;
    }

    static double correlation(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The loudest bin. */
    static float level(float[] logMel) {
        float peak = Float.NEGATIVE_INFINITY;
        for (float value : logMel) {
            peak = Math.max(peak, value);
        }
        return peak;
    }

    /** The level under which a frame of this sound counts as silent: well below its louder frames. */
    static double silenceLevel(MelSpectrogram mel) {
        float[] levels = new float[mel.frames()];
        for (int t = 0; t < levels.length; t++) {
            levels[t] = level(mel.row(t));
        }
        Arrays.sort(levels);
        return Math.max(ABSOLUTE_SILENCE, levels[levels.length * 3 / 4] - SILENCE_DEPTH);
    }
}
