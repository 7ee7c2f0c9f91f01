package hangolo.app.cli;

import hangolo.audio.AudioReader;
import hangolo.audio.WavWriter;
import hangolo.engine.Backend;
import hangolo.engine.select.Backends;
import hangolo.models.xtts.XttsModel;
import hangolo.models.xtts.speaker.SpeakerConditioning;
import hangolo.models.xtts.synthesis.Speech;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hangolo synth}. */
@Command(name = "synth", description = "Speaks a text with the voice of a reference clip and writes a WAV file.")
final class SynthCommand extends BaseCommand {
    @Option(names = "--model", required = true, paramLabel = "DIR", description = "XTTS v2 model folder.")
    private Path model;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Weights instead of the folder's model.pth: a trainer's checkpoint or exported weights.")
    private Optional<Path> checkpoint;

    @Option(
            names = "--speaker",
            required = true,
            paramLabel = "WAV",
            description = "Reference clip (WAV, FLAC or MP3), or the name of a speaker that comes with the model.")
    private String speaker;

    @Option(names = "--language", required = true, paramLabel = "CODE", description = "For example hu.")
    private String language;

    @Option(names = "--text", required = true, paramLabel = "TEXT", description = "What to say.")
    private String text;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The WAV file to write.")
    private Path out;

    @Mixin
    private ComputingOptions computing;

    @Mixin
    private SamplingOptions sampling;

    @Override
    public Integer call() throws IOException {
        sampling.check(this);
        if (text.isBlank()) {
            throw usageError("--text is empty");
        }
        NativeMemory.allow();
        try (Backend opened = Backends.open(computing.choice(), err()::println);
                XttsModel xtts = XttsModel.open(model, checkpoint, opened)) {
            Speech speech = xtts.synthesize(text, language, conditioning(xtts), sampling.of(xtts.config()));
            WavWriter.write(out, speech.audio());
            report(speech);
        }
        return ExitCode.OK;
    }

    private SpeakerConditioning conditioning(XttsModel xtts) throws IOException {
        SpeakerConditioning known = xtts.speakers().get(speaker);
        Path clip = Path.of(speaker);
        if (known != null && !Files.exists(clip)) {
            return known;
        }
        if (!Files.exists(clip)) {
            String names =
                    String.join(", ", xtts.speakers().keySet().stream().sorted().toList());
            throw new UserError(speaker + ": there is no such sound file"
                    + (names.isEmpty() ? "" : ", nor a speaker of that name; the model has " + names));
        }
        return xtts.condition(List.of(AudioReader.read(clip)));
    }

    private void report(Speech speech) {
        out().printf(Locale.ROOT, "%s: %.2f s, %d codes%n", out, speech.audio().seconds(), speech.codes().length);
        if (!speech.complete()) {
            err().println("warning: the model did not end the sentence by itself; the sound was cut off at its limit");
        }
    }
}
