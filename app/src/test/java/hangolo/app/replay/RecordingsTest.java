package hangolo.app.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.app.log.LogException;
import hangolo.app.log.TensorBoardReader;
import hangolo.app.log.TensorBoardWriter;
import hangolo.rules.PhaseTracker;
import hangolo.rules.RuleBase;
import hangolo.rules.audit.AuditTrail;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
import hangolo.rules.judge.Conclusion;
import hangolo.rules.replay.Recording;
import hangolo.rules.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
    @TempDir
    Path folder;

    private static List<EvaluationPoint> points(Recorded recorded) {
        return recorded.recording().evaluations().stream()
                .map(Recording.Evaluation::point)
                .toList();
    }

    private TensorBoardWriter events(int second) {
        return TensorBoardWriter.create(
                folder, Clock.fixed(Instant.ofEpochSecond(1_700_000_000L + second), ZoneOffset.UTC));
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void coquisEventsGiveStepsAndEpochAverages() throws IOException {
        try (TensorBoardWriter events = events(0)) {
            events.text("model-config", 0, "{}");
            events.scalar("TrainIterStats/loss_mel_ce", 50, 9);
            events.scalar("TrainEpochStats/avg_loss_mel_ce", 103, 3.4);
            events.scalar("EvalStats/avg_loss_mel_ce", 103, 3.5);
            events.scalar("EvalStats/avg_loss_text_ce", 103, 0.028);
            events.audio("TestAudios/0-audio", 103, new byte[] {1}, 24000, 1);
            events.scalar("TrainIterStats/loss_mel_ce", 150, 3);
            events.scalar("EvalStats/avg_loss_mel_ce", 160, 3.45);
            events.scalar("TrainEpochStats/avg_loss_mel_ce", 206, 3.3);
            events.scalar("EvalStats/avg_loss_mel_ce", 206, 3.4);
        }
        Recorded recorded = Recordings.read(onlyFile(), Optional.of(1));
        List<EvaluationPoint> points = points(recorded);
        assertEquals("TensorBoard events", recorded.kind());
        assertEquals(
                List.of(103L, 160L, 206L),
                points.stream().map(EvaluationPoint::step).toList());
        assertEquals(3.4f, points.get(0).trainMelCe().orElseThrow());
        assertEquals(3, points.get(1).trainMelCe().orElseThrow(), "the steps since the last evaluation");
        assertEquals(OptionalDouble.empty(), points.get(2).trainMelCe(), "no step was kept since then");
        assertEquals(0.028, points.get(0).textCeWeighted().orElseThrow(), 1e-8);
        assertEquals(1, points.get(0).phase());
        assertEquals(
                recorded.recording(), Recordings.read(folder, Optional.of(1)).recording());
    }

    @Test
    void ourMeansOverTargetsCountBeforeCoquisAverages() throws IOException {
        try (TensorBoardWriter events = events(0)) {
            events.scalar("EvalStats/avg_loss_mel_ce", 1600, 3.6);
            events.scalar("EvalStats/mel_ce_per_code", 1600, 3.5);
            events.scalar("EvalStats/text_ce_per_token", 1600, 2.5);
        }
        EvaluationPoint point =
                points(Recordings.read(folder, Optional.empty())).get(0);
        assertEquals(3.5, point.melCe().orElseThrow());
        assertEquals(0.025, point.textCeWeighted().orElseThrow(), 1e-9);
        assertEquals(2.5, point.textCeRaw().orElseThrow(), 1e-9);
    }

    @Test
    void laterFilesReplaceWhatTheyRepeat() throws IOException {
        try (TensorBoardWriter events = events(0)) {
            events.scalar("EvalStats/avg_loss_mel_ce", 100, 3.5);
            events.scalar("EvalStats/avg_loss_mel_ce", 200, 3.4);
            events.scalar("EvalStats/avg_loss_mel_ce", 300, 3.3);
        }
        try (TensorBoardWriter events = events(60)) {
            events.scalar("TrainIterStats/loss_mel_ce", 200, 3.2);
            events.scalar("EvalStats/avg_loss_mel_ce", 350, 3.1);
        }
        List<EvaluationPoint> points = points(Recordings.read(folder, Optional.empty()));
        assertEquals(
                List.of(100L, 200L, 350L),
                points.stream().map(EvaluationPoint::step).toList());
    }

    @Test
    void aTornRecordIsLeftOutAndADamagedOneRefused() throws IOException {
        try (TensorBoardWriter events = events(0)) {
            events.scalar("a", 1, 1.5);
            events.scalar("a", 2, 2.5);
        }
        byte[] bytes = Files.readAllBytes(onlyFile());
        for (int length = bytes.length - 1; length > bytes.length - 30; length--) {
            Files.write(onlyFile(), Arrays.copyOf(bytes, length));
            assertEquals(1, TensorBoardReader.scalars(onlyFile()).size(), "cut at " + length);
        }
        byte[] damaged = bytes.clone();
        damaged[bytes.length - 8] ^= 1;
        Files.write(onlyFile(), damaged);
        LogException error = assertThrows(LogException.class, () -> TensorBoardReader.scalars(onlyFile()));
        assertTrue(error.getMessage().contains("record 3 at byte "), error.getMessage());
        assertTrue(error.getMessage().contains("checksum"), error.getMessage());
    }

    @Test
    void anAuditTrailIsReplayedWithItsAudioAndJudgedAlike() throws IOException {
        PhaseTracker supervisor = PhaseTracker.start(RuleBase.shipped(), 2);
        AuditTrail trail = AuditTrail.open(folder.resolve("audit.jsonl"));
        Conclusion last = null;
        for (int i = 0; i < 6; i++) {
            EvaluationPoint point = EvaluationPoint.of(2, 1500 + 100L * i, i, 3.4 - 0.1 * i, 0.028)
                    .withTrainMelCe(3.3 - 0.1 * i);
            AudioFacts audio = AudioFacts.of("Jó napot.")
                    .with(AudioMeasure.LEVEL_DB, i < 3 ? -20 : -40)
                    .withStopTokenReached(true);
            MachineState machine = MachineState.unknown().withDisk(OptionalDouble.of(40), OptionalDouble.of(30));
            last = supervisor.observe(point, List.of(audio), machine);
            trail.append(last.auditEntry(
                    Instant.EPOCH,
                    point,
                    supervisor.nearest(last),
                    last.action().word()));
        }
        Recorded recorded = Recordings.read(folder, Optional.empty());
        Replay replay = Replay.of(RuleBase.shipped(), recorded.recording());
        assertEquals("audit trail", recorded.kind());
        assertEquals(last.fired(), replay.judged().get(5).conclusion().fired());
        assertEquals(
                List.of("stop audio degraded"),
                replay.stop().orElseThrow().stops().stream().map(a -> a.rule()).toList());
        assertEquals(1900, replay.stop().orElseThrow().point().step());
        assertEquals(
                recorded.recording(),
                Recordings.read(folder.resolve("audit.jsonl"), Optional.of(2)).recording());
    }

    @Test
    void whatRecordsNothingSaysSo() throws IOException {
        assertTrue(assertThrows(LogException.class, () -> Recordings.read(folder, Optional.empty()))
                .getMessage()
                .contains("holds neither run.json"));
        Path other = Files.writeString(folder.resolve("x.txt"), "hello\n");
        assertTrue(assertThrows(LogException.class, () -> Recordings.read(other, Optional.empty()))
                .getMessage()
                .contains("holds no evaluation"));
    }
}
