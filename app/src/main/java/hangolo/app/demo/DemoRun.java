package hangolo.app.demo;

import hangolo.app.config.RunLoader;
import hangolo.app.report.RunRecord.LettersRead;
import hangolo.app.run.PhaseOutcome;
import hangolo.app.run.Recogniser;
import hangolo.app.run.Surroundings;
import hangolo.app.run.TrainRun;
import hangolo.audio.WavWriter;
import hangolo.audio.letters.LetterReader;
import hangolo.audio.letters.Letters;
import hangolo.models.xtts.SamplingSettings;
import hangolo.models.xtts.SpeakerConditioning;
import hangolo.models.xtts.XttsModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
    public PhaseOutcome run(Surroundings around) throws IOException {
        DemoClips.write(folder.resolve("data"));
        WavWriter.write(folder.resolve("reference.wav"), DemoClips.reference());
        for (String file : DemoFiles.MODEL) {
            DemoFiles.copy(file, folder.resolve("model"));
        }
        Path runFile = DemoFiles.copy(DemoFiles.RUN_FILE, folder);
        List<PhaseOutcome> outcomes =
                new TrainRun(around).run(RunLoader.load(runFile).phases(), Optional.empty());
        return outcomes.get(outcomes.size() - 1);
    }

    /** Lets a model say the held-out sentences and reads them back from the sound alone. */
    public static Recogniser recogniser() {
        return (model, voice) -> {
            LetterReader reader = new LetterReader(DemoClips.voices());
            SpeakerConditioning speaker = model.condition(List.of(DemoClips.reference()));
            return DemoFiles.sentences(DemoClips.HELD_OUT).stream()
                    .map(sentence -> read(model, speaker, voice, sentence, reader))
                    .toList();
        };
    }

    private static LettersRead read(
            XttsModel model, SpeakerConditioning speaker, String voice, String sentence, LetterReader reader) {
        SamplingSettings settings = SamplingSettings.of(model.config(), sentence.hashCode());
        String heard = reader.read(model.synthesize(sentence, DemoClips.LANGUAGE, speaker, settings)
                .audio());
        double share = Letters.lettersRead(sentence, heard);
        return new LettersRead(voice, sentence, heard, sentence.length(), (int) Math.round(share * sentence.length()));
    }
}
