package hangolo.app.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.record.RunRecords;
import hangolo.models.weights.checkpoint.CheckpointFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a run at random moments ({@code kill -9}): it always resumes, and no file under a final name is half written. */
class KillIT {

    private static final int KILLS = Integer.getInteger("hangolo.kills", 3);
    private static final int STEPS = Integer.getInteger("hangolo.kill.steps", 24);
    private static final long SECONDS = 1200;

    @TempDir
    Path root;

    @Test
    void aKilledRunResumesAndEndsLikeOneThatWasLeftAlone() throws Exception {
        TinyVoice.in(root);
        Random random = new Random(Long.getLong("hangolo.kill.seed", 7L));
        Optional<Path> resume = Optional.empty();
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(resume);
            waitForCheckpoint(process, resume);
            boolean ended = process.waitFor(random.nextInt(900), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            System.out.println("kill " + (kill + 1)
                    + (ended ? ": had ended" : ": newest " + newestRun().newest()));
            checkFiles();
            resume = newestRun().newest();
            if (ended) {
                break;
            }
        }
        Process last = start(resume);
        assertTrue(last.waitFor(SECONDS, TimeUnit.SECONDS), "the last run ends by itself");
        assertEquals(0, last.exitValue());
        assertEqualToUnbroken();
    }

    private void assertEqualToUnbroken() throws IOException {
        Path killed = newestRun().path();
        Path elsewhere = Files.createDirectory(root.resolve("unbroken"));
        TinyVoice voice = TinyVoice.in(elsewhere);
        Path unbroken = new TrainRun(TinyVoice.quiet(new Interrupt()))
                .run(voice.config("MAX_STEPS: " + STEPS + "\n"), Optional.empty())
                .get(0)
                .folder();
        assertEquals(RunRecords.read(unbroken).curves(), RunRecords.read(killed).curves());
        assertTrue(Files.exists(killed.resolve("report.html")));
        Path best = new RunFolder(killed).bestModels().get(0).file();
        assertEquals(-1, Files.mismatch(best, killed.resolve("best_model.pth")));
    }

    private Process start(Optional<Path> resume) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                TinyRunMain.class.getName(),
                root.toString(),
                Integer.toString(STEPS)));
        resume.ifPresent(file -> command.add(file.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        root.resolve("process.txt").toFile()))
                .start();
    }

    /** Until there is something newer than what was resumed from, so that every life gets somewhere. */
    private void waitForCheckpoint(Process process, Optional<Path> from) throws Exception {
        for (long i = 0; i < SECONDS * 10 && process.isAlive(); i++) {
            Optional<RunFolder> run = runs().isEmpty() ? Optional.empty() : Optional.of(newestRun());
            if (run.isPresent()
                    && run.get().newest().isPresent()
                    && !run.get().newest().equals(from)) {
                return;
            }
            Thread.sleep(100);
        }
        assertTrue(process.isAlive() || process.exitValue() == 0, Files.readString(root.resolve("process.txt")));
    }

    private List<Path> runs() throws IOException {
        if (!Files.isDirectory(root.resolve("run"))) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(root.resolve("run"))) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("XTTS_"))
                    .sorted()
                    .toList();
        }
    }

    private RunFolder newestRun() throws IOException {
        List<Path> runs = runs();
        return new RunFolder(runs.get(runs.size() - 1));
    }

    /** Everything under a final name can be read to its end. */
    private void checkFiles() throws IOException {
        RunFolder run = newestRun();
        RunRecords.read(run.path());
        try (Stream<Path> files = Files.list(run.path())) {
            for (Path file : files.filter(path -> path.getFileName().toString().matches("[^.].*\\.pth"))
                    .toList()) {
                try (CheckpointFile checkpoint = CheckpointFile.read(file)) {
                    checkpoint.model().values().forEach(tensor -> tensor.floats());
                    assertTrue(checkpoint.optimizer().isPresent());
                }
            }
        }
    }
}
