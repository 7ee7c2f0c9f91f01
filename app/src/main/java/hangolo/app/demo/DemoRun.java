package hangolo.app.demo;

import hangolo.app.config.ConfigLoader;
import hangolo.app.config.PhaseConfig;
import hangolo.app.record.RunRecord.LettersRead;
import hangolo.app.run.LetterRecognizer;
import hangolo.app.run.PhaseOutcome;
import hangolo.app.run.RunContext;
import hangolo.app.run.TrainRun;
import hangolo.audio.WavWriter;
import hangolo.audio.letters.LetterReader;
import hangolo.audio.letters.Letters;
import hangolo.models.xtts.XttsModel;
import hangolo.models.xtts.speaker.SpeakerConditioning;
import hangolo.models.xtts.synthesis.SamplingSettings;
import hangolo.models.xtts.synthesis.Speech;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The whole job on the demo voice: phase 2 goes on from the phase 1 that the program carries. */
public final class DemoRun {

    private final Path folder;

    /** A demo in a folder, which is made if it is missing. */
    public DemoRun(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Writes data set, model and run file, and runs the phase. The files are those that a user would have, so that every other
     * command can be tried on them.
     */
    public PhaseOutcome run(RunContext around) throws IOException {
        Path runFile = DemoFiles.copy(DemoFiles.RUN_FILE, folder);
        List<PhaseConfig> phases = ConfigLoader.load(runFile).phases();
        TrainRun.prepare(phases);
        writeInputs(folder);
        List<PhaseOutcome> outcomes = new TrainRun(around).run(phases, Optional.empty());
        return outcomes.get(outcomes.size() - 1);
    }

    /** What the run file asks for: clips, the reference, the model. */
    static void writeInputs(Path folder) throws IOException {
        DemoClips.write(folder.resolve("data"));
        WavWriter.write(folder.resolve("reference.wav"), DemoClips.reference());
        for (String file : DemoFiles.MODEL) {
            DemoFiles.copy(file, folder.resolve("model"));
        }
    }

    /** Lets a model say the held-out sentences and reads them back from the sound alone. */
    public static LetterRecognizer recognizer() {
        LetterReader reader = new LetterReader(DemoClips.voices());
        return (model, modelLabel) -> {
            SpeakerConditioning speaker = model.condition(List.of(DemoClips.reference()));
            List<String> sentences = DemoFiles.sentences(DemoClips.HELD_OUT);
            List<Speech> speeches = model.synthesize(sentences.stream()
                    .map(sentence -> utterance(model, speaker, sentence))
                    .toList());
            return IntStream.range(0, sentences.size())
                    .parallel()
                    .mapToObj(i -> read(
                            modelLabel,
                            sentences.get(i),
                            reader.read(speeches.get(i).audio())))
                    .toList();
        };
    }

    private static XttsModel.Utterance utterance(XttsModel model, SpeakerConditioning speaker, String sentence) {
        SamplingSettings settings = SamplingSettings.of(model.config(), sentence.hashCode());
        return new XttsModel.Utterance(sentence, DemoClips.LANGUAGE, speaker, settings);
    }

    private static LettersRead read(String modelLabel, String sentence, String heard) {
        double share = Letters.lettersRead(sentence, heard);
        return new LettersRead(
                modelLabel, sentence, heard, sentence.length(), (int) Math.round(share * sentence.length()));
    }
}
