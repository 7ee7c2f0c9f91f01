package hangolo.app.replay;

import hangolo.app.log.CoquiLog;
import hangolo.app.log.LogException;
import hangolo.app.log.TensorBoardReader;
import hangolo.app.record.RunRecords;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.replay.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out what a file or folder records, by its content, and reads it. */
public final class Recordings {

    private static final int USUAL_PHASE = 2;
    private static final int HEAD_BYTES = 4096;

    private Recordings() {}

    /**
     * Reads a run folder, an audit trail, TensorBoard events or a log of Coqui's trainer; of a folder with several the first of
     * these that is there.
     *
     * @param phase of the chain; empty means as recorded, or {@value #USUAL_PHASE} where the record does not say
     * @throws LogException if it is none of these or cannot be used, with the place of what is wrong
     */
    public static Recorded read(Path source, Optional<Integer> phase) throws IOException {
        Recorded recorded = Files.isDirectory(source) ? folder(source, phase) : file(source, phase);
        int known = recorded.recording().phase();
        if (phase.isPresent() && phase.get() != known) {
            throw new LogException(source + " records phase " + known + ", not phase " + phase.get() + ".");
        }
        return recorded;
    }

    private static Recorded folder(Path folder, Optional<Integer> phase) throws IOException {
        if (RunRecords.existIn(folder)) {
            return RunRecording.ofFolder(folder);
        }
        Path trail = folder.resolve(RunRecording.AUDIT);
        if (Files.isRegularFile(trail)) {
            return RunRecording.ofTrail(trail);
        }
        List<Path> events = named(folder, "events.out.tfevents.");
        if (!events.isEmpty()) {
            return events(folder, events, phase);
        }
        List<Path> logs = named(folder, "trainer_0_log");
        if (logs.isEmpty()) {
            throw new LogException(folder + " holds neither " + RunRecords.FILE + ", " + RunRecording.AUDIT
                    + ", events.out.tfevents.* nor " + CoquiLog.FILE
                    + ".\nName the run folder itself, or one of these files.");
        }
        return log(logs.get(0), phase);
    }

    private static List<Path> named(Path folder, String beginning) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(beginning))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static Recorded file(Path file, Optional<Integer> phase) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (TensorBoardReader.reads(file)) {
            return events(file, List.of(file), phase);
        }
        String head = head(file);
        if (head.startsWith("{")) {
            boolean run = head.contains("\"version\"") && !head.contains("\"kind\"");
            return run ? RunRecording.ofFolder(file.toAbsolutePath().getParent()) : RunRecording.ofTrail(file);
        }
        return log(file, phase);
    }

    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8).strip();
        }
    }

    private static Recorded events(Path source, List<Path> files, Optional<Integer> phase) {
        List<EvaluationPoint> points = EventRecording.of(files, phase.orElse(USUAL_PHASE));
        return new Recorded(
                source,
                "TensorBoard events",
                Recording.of(phase.orElse(USUAL_PHASE), points),
                assumed(phase),
                Optional.empty());
    }

    private static Recorded log(Path file, Optional<Integer> phase) {
        CoquiRecording.Read read = CoquiRecording.of(file, phase.orElse(USUAL_PHASE));
        List<String> notes =
                Stream.concat(read.notes().stream(), assumed(phase).stream()).toList();
        return new Recorded(
                file,
                "log of Coqui's trainer",
                Recording.of(phase.orElse(USUAL_PHASE), read.points()),
                notes,
                Optional.empty());
    }

    private static List<String> assumed(Optional<Integer> phase) {
        return phase.isPresent()
                ? List.of()
                : List.of("The record does not say which phase it is; phase " + USUAL_PHASE + " is assumed.");
    }
}
