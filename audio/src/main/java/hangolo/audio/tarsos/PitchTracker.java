package hangolo.audio.tarsos;

import be.tarsos.dsp.pitch.PitchDetectionResult;
import be.tarsos.dsp.pitch.Yin;

/**
 * Pitch over time by TarsosDSP's YIN (de Cheveigne and Kawahara 2002). Stateless and thread-safe.
 *
 * @param sampleRate of the sound, Hz
 * @param window samples of one estimate; the lowest pitch that fits is 2 * sampleRate / window
 * @param hop samples from one estimate to the next
 * @param lowHertz lowest pitch believed
 * @param highHertz highest pitch believed
 */
public record PitchTracker(int sampleRate, int window, int hop, double lowHertz, double highHertz) {

    /**
     * The pitch of every frame that lies wholly inside the sound.
     *
     * @return Hz, 0 where there is no pitch; frame i begins at sample i * hop
     */
    public double[] track(float[] samples) {
        int frames = samples.length < window ? 0 : 1 + (samples.length - window) / hop;
        double[] pitch = new double[frames];
        Yin yin = new Yin(sampleRate, window);
        float[] buffer = new float[window];
        for (int i = 0; i < frames; i++) {
            System.arraycopy(samples, i * hop, buffer, 0, window);
            PitchDetectionResult found = yin.getPitch(buffer);
            double hertz = found.getPitch();
            boolean believed = found.isPitched() && hertz >= lowHertz && hertz <= highHertz;
            pitch[i] = believed ? hertz : 0;
        }
        return pitch;
    }
}
