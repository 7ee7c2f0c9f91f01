package hangolo.app.run;

import hangolo.app.log.TensorBoardWriter;
import hangolo.app.record.RunRecord.SpokenSample;
import hangolo.models.xtts.XttsModel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Lets a model synthesize the test sentences and keeps the result in the run's record.
 *
 * @param model with the weights in question
 * @param synthesizer of the test sentences
 * @param recognizer of letters in held-out sentences
 * @param journal the record of the run
 */
record SampleRecorder(XttsModel model, SentenceSynthesizer synthesizer, LetterRecognizer recognizer, Journal journal) {
    private static final int WAV_HEADER = 44;

    /**
     * Synthesizes all sentences; they replace earlier samples of the same label.
     *
     * @param modelLabel the label of the model in the report
     * @param subfolder of {@code samples}
     * @param step of the model
     */
    List<SpokenSample> synthesize(String modelLabel, String subfolder, long step) throws IOException {
        List<SpokenSample> samples = synthesizer.synthesize(modelLabel, subfolder, step);
        journal.samples(samples);
        return samples;
    }

    /** Synthesizes held-out sentences and recognizes their letters, for models whose letters can be recognized. */
    void recognizeLetters(String modelLabel) {
        journal.letters(modelLabel, recognizer.read(model, modelLabel));
    }

    /** Publishes samples on TensorBoard. */
    void publish(List<SpokenSample> samples, long step, TensorBoardWriter events) throws IOException {
        for (int i = 0; i < samples.size(); i++) {
            SpokenSample sample = samples.get(i);
            byte[] wav = Files.readAllBytes(synthesizer.folder().path().resolve(sample.file()));
            int frames = (wav.length - WAV_HEADER) / 2;
            int rate = Math.round((wav.length - WAV_HEADER) / 2f / (float) sample.seconds());
            events.audio("TestAudios/" + i + "-audio", step, wav, rate, frames);
        }
    }
}
