package hangolo.app.replay;

import hangolo.app.log.LogException;
import hangolo.app.record.ModelLabel;
import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecord.SpokenSample;
import hangolo.app.record.RunRecords;
import hangolo.app.record.ScoreFile;
import hangolo.rules.audit.AuditEntry;
import hangolo.rules.audit.AuditTrail;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.PhaseHistory;
import hangolo.rules.replay.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes a recording of a run folder of this program, or of an audit trail alone. */
final class RunRecording {

    static final String AUDIT = "audit.jsonl";

    private RunRecording() {}

    /** The evaluations of {@code run.json}, with the audio and machine that the audit trail remembers of them. */
    static Recorded ofFolder(Path folder) {
        RunRecord run = RunRecords.read(folder);
        Path trail = folder.resolve(AUDIT);
        List<AuditEntry> audit = Files.isRegularFile(trail) ? evaluations(trail) : List.of();
        List<Recording.Evaluation> moments = new ArrayList<>();
        List<RunRecord.Evaluated> evaluations = run.curves().evaluations();
        for (RunRecord.Evaluated evaluated : evaluations) {
            EvaluationPoint point = evaluated.point();
            Optional<AuditEntry> line = audit.stream()
                    .filter(entry -> entry.step() == point.step() && entry.phase() == point.phase())
                    .findFirst();
            List<AudioFacts> audio = line.map(entry -> entry.basis().audio())
                    .filter(facts -> !facts.isEmpty())
                    .orElseGet(() ->
                            samples(run, point, point == evaluations.get(0).point()));
            moments.add(new Recording.Evaluation(
                    point, audio, line.map(RunRecording::machine).orElse(MachineState.unknown())));
        }
        if (moments.isEmpty()) {
            throw new LogException(folder.resolve(RunRecords.FILE)
                    + " holds no evaluation yet.\nWait for the first one, or name another run.");
        }
        Optional<Recording.Heard> heard = ScoreFile.read(folder)
                .flatMap(scores ->
                        run.best().map(best -> new Recording.Heard(best.point().step(), scores)));
        return new Recorded(
                folder,
                "run folder",
                new Recording(run.head().phase(), moments, heard, run.history()),
                List.of(),
                run.head().rulesFolder().map(Path::of));
    }

    /** What the samples of this phase's model, or at its first evaluation of the model before, were measured as. */
    private static List<AudioFacts> samples(RunRecord run, EvaluationPoint point, boolean first) {
        String own = ModelLabel.ofPhase(run.head().phase());
        return run.sentences().stream()
                .flatMap(sentence -> sentence.samples().stream()
                        .filter(sample -> sample.step() == point.step())
                        .filter(sample -> sample.modelLabel().equals(own) || first)
                        .reduce((earlier, later) -> later)
                        .map(SpokenSample::facts)
                        .stream())
                .toList();
    }

    /** An audit trail that lies alone. */
    static Recorded ofTrail(Path trail) {
        List<AuditEntry> audit = evaluations(trail);
        if (audit.isEmpty()) {
            throw new LogException(trail + " holds no evaluation.\nName the audit trail of a run that was evaluated.");
        }
        int phase = audit.get(audit.size() - 1).phase();
        List<Recording.Evaluation> moments = audit.stream()
                .filter(entry -> entry.phase() == phase)
                .map(entry ->
                        new Recording.Evaluation(point(entry), entry.basis().audio(), machine(entry)))
                .toList();
        return new Recorded(
                trail,
                "audit trail",
                new Recording(phase, moments, Optional.empty(), PhaseHistory.unknown()),
                List.of("Figures of an audit trail have six digits."),
                Optional.empty());
    }

    private static List<AuditEntry> evaluations(Path trail) {
        try {
            return AuditTrail.read(trail).stream()
                    .filter(entry -> entry.kind() == AuditEntry.Kind.EVALUATION)
                    .sorted(Comparator.comparingInt(AuditEntry::phase).thenComparingLong(AuditEntry::step))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EvaluationPoint point(AuditEntry entry) {
        Map<String, Object> facts = entry.facts();
        return new EvaluationPoint(
                entry.phase(),
                entry.step(),
                facts.get("epoch") instanceof Number epoch ? epoch.intValue() : 0,
                number(facts, "melCe"),
                number(facts, "textCe"),
                number(facts, "textCeRaw"),
                number(facts, "trainMelCe"));
    }

    /** A text such as "NaN" is a figure that was not finite. */
    private static OptionalDouble number(Map<String, Object> facts, String name) {
        Object value = facts.get(name);
        if (value instanceof Number number) {
            return OptionalDouble.of(number.doubleValue());
        }
        return value instanceof String ? OptionalDouble.of(Double.NaN) : OptionalDouble.empty();
    }

    /** Only the use of the GPU and what the disk had to spare are remembered. */
    private static MachineState machine(AuditEntry entry) {
        OptionalDouble gpu = number(entry.facts(), "gpuUsePercent");
        OptionalDouble spare = number(entry.facts(), "diskSpareGb");
        MachineState machine = MachineState.unknown();
        machine = spare.isPresent() ? machine.withDisk(spare, OptionalDouble.of(0)) : machine;
        return gpu.isPresent() ? machine.withGpuUse(gpu.getAsDouble()) : machine;
    }
}
