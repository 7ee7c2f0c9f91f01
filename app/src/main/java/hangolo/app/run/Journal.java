package hangolo.app.run;

import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecord.Curves;
import hangolo.app.record.RunRecord.Evaluated;
import hangolo.app.record.RunRecord.LettersRead;
import hangolo.app.record.RunRecord.Remark;
import hangolo.app.record.RunRecord.Sentence;
import hangolo.app.record.RunRecord.SpokenSample;
import hangolo.app.record.RunRecord.Step;
import hangolo.app.record.RunRecords;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the record of a run up to date in memory and writes it to {@code run.json} on request. */
final class Journal {

    private final RunFolder folder;
    private final Clock clock;
    private final long startedAt;
    private final RunRecord initial;
    private final List<Step> steps;
    private final List<Evaluated> evaluations;
    private final List<Remark> remarks;
    private List<Sentence> sentences;
    private List<LettersRead> letters;
    private Map<String, Object> ruleState;

    private Journal(RunFolder folder, Clock clock, RunRecord initial) {
        this.folder = folder;
        this.clock = clock;
        this.startedAt = clock.millis();
        this.initial = initial;
        this.steps = new ArrayList<>(initial.curves().training());
        this.evaluations = new ArrayList<>(initial.curves().evaluations());
        this.remarks = new ArrayList<>(initial.remarks());
        this.sentences = initial.sentences();
        this.letters = initial.letters();
        this.ruleState = initial.ruleState();
    }

    /** A new record. */
    static Journal begin(RunFolder folder, Clock clock, RunRecord record) {
        return new Journal(folder, clock, record);
    }

    /** The record of a run that is resumed at a step: what a killed process recorded beyond it is dropped. */
    static Journal resume(RunFolder folder, Clock clock, long step, Map<String, Object> ruleState) {
        Journal journal = new Journal(folder, clock, RunRecords.read(folder.path()));
        journal.steps.removeIf(at -> at.step() >= step);
        journal.evaluations.removeIf(at -> at.point().step() > step);
        journal.remarks.removeIf(remark -> remark.step() > step);
        journal.sentences = journal.sentences.stream()
                .map(sentence -> with(
                        sentence,
                        sentence.samples().stream()
                                .filter(sample -> sample.step() <= step)
                                .toList()))
                .toList();
        journal.ruleState = ruleState;
        return journal;
    }

    void step(Step step) {
        steps.add(step);
    }

    void evaluation(Evaluated evaluated, Map<String, Object> rules) {
        evaluations.add(evaluated);
        ruleState = rules;
    }

    /** The state of the rules at the last evaluation; empty before the first. */
    Map<String, Object> ruleState() {
        return ruleState;
    }

    void remark(Remark remark) {
        remarks.add(remark);
    }

    /** Whether an evaluation of that step is recorded. */
    boolean evaluated(long step) {
        return evaluations.stream().anyMatch(at -> at.point().step() == step);
    }

    /** Whether all sentences have a sample of a model; true if there are no sentences. */
    boolean hasSamples(String modelLabel) {
        return sentences.stream()
                .allMatch(sentence -> sentence.samples().stream()
                        .anyMatch(sample -> sample.modelLabel().equals(modelLabel)));
    }

    /** The samples of one model, one for each sentence; they replace earlier samples of that model. */
    void samples(List<SpokenSample> samples) {
        List<Sentence> updated = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            Sentence sentence = sentences.get(i);
            List<SpokenSample> kept = new ArrayList<>(sentence.samples());
            SpokenSample sample = samples.get(i);
            kept.removeIf(old -> old.modelLabel().equals(sample.modelLabel()));
            kept.add(sample);
            updated.add(with(sentence, kept));
        }
        sentences = List.copyOf(updated);
    }

    /** The letters recognized in the audio of one model; they replace earlier ones. */
    void letters(String modelLabel, List<LettersRead> read) {
        List<LettersRead> kept = new ArrayList<>(letters);
        kept.removeIf(old -> old.modelLabel().equals(modelLabel));
        kept.addAll(read);
        letters = List.copyOf(kept);
    }

    private static Sentence with(Sentence sentence, List<SpokenSample> samples) {
        return new Sentence(sentence.text(), sentence.language(), sentence.reference(), List.copyOf(samples));
    }

    /** Writes the record of a running phase. */
    void write() {
        RunRecords.write(folder.path(), record(Optional.empty()));
    }

    /** Writes the record of a phase that ended. */
    void write(RunRecord.Ending ending) {
        RunRecords.write(folder.path(), record(Optional.of(ending)));
    }

    private RunRecord record(Optional<RunRecord.Ending> ending) {
        RunRecord.Head head = initial.head();
        Optional<String> ended = ending.map(
                e -> LocalDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS).toString());
        RunRecord.Head now = new RunRecord.Head(
                head.name(),
                head.phase(),
                head.program(),
                head.started(),
                ended,
                head.seconds() + (clock.millis() - startedAt) / 1e3,
                head.machine(),
                head.settings(),
                head.hashes(),
                head.rulesFolder(),
                head.evaluateEvery());
        return new RunRecord(
                RunRecord.VERSION,
                now,
                initial.origin(),
                initial.history(),
                initial.data(),
                new Curves(List.copyOf(steps), List.copyOf(evaluations)),
                sentences,
                letters,
                remarks,
                initial.machine(),
                ruleState,
                ending);
    }
}
