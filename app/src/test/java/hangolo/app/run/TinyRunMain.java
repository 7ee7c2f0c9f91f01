package hangolo.app.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A run in a process of its own, to be killed. Arguments: folder of the tiny voice, steps, checkpoint or nothing. */
final class TinyRunMain {

    private TinyRunMain() {}

    public static void main(String[] arguments) throws IOException {
        TinyVoice voice = TinyVoice.existing(Path.of(arguments[0]));
        Optional<Path> resume = arguments.length > 2 ? Optional.of(Path.of(arguments[2])) : Optional.empty();
        new TrainRun(TinyVoice.quiet(new Interrupt())).run(voice.config("MAX_STEPS: " + arguments[1] + "\n"), resume);
    }
}
