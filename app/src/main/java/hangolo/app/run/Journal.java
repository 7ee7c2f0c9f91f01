package hangolo.app.run;

import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecord.Curves;
import hangolo.app.record.RunRecord.Evaluated;
import hangolo.app.record.RunRecord.LettersRead;
import hangolo.app.record.RunRecord.Remark;
import hangolo.app.record.RunRecord.Sentence;
import hangolo.app.record.RunRecord.Step;
import hangolo.app.record.RunRecord.Take;
import hangolo.app.record.RunRecords;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the record of a run up to date, in memory and, when asked, in {@code run.json}. */
final class Journal {

    private final RunFolder folder;
    private final Clock clock;
    private final long startedAt;
    private final RunRecord begun;
    private final List<Step> steps;
    private final List<Evaluated> evaluations;
    private final List<Remark> remarks;
    private List<Sentence> sentences;
    private List<LettersRead> letters;
    private Map<String, Object> ruleState;

    private Journal(RunFolder folder, Clock clock, RunRecord begun) {
        this.folder = folder;
        this.clock = clock;
        this.startedAt = clock.millis();
        this.begun = begun;
        this.steps = new ArrayList<>(begun.curves().training());
        this.evaluations = new ArrayList<>(begun.curves().evaluations());
        this.remarks = new ArrayList<>(begun.remarks());
        this.sentences = begun.sentences();
        this.letters = begun.letters();
        this.ruleState = begun.ruleState();
    }

    /** A new record. */
    static Journal begin(RunFolder folder, Clock clock, RunRecord record) {
        return new Journal(folder, clock, record);
    }

    /** The record of a run that goes on at a step: what a killed process recorded beyond it is forgotten. */
    static Journal resume(RunFolder folder, Clock clock, long step, Map<String, Object> ruleState) {
        Journal journal = new Journal(folder, clock, RunRecords.read(folder.path()));
        journal.steps.removeIf(at -> at.step() >= step);
        journal.evaluations.removeIf(at -> at.point().step() > step);
        journal.remarks.removeIf(remark -> remark.step() > step);
        journal.sentences = journal.sentences.stream()
                .map(sentence -> with(
                        sentence,
                        sentence.takes().stream()
                                .filter(take -> take.step() <= step)
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

    /** Memory of the rules at the last evaluation; empty before the first. */
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

    /** Whether a voice has spoken the sentences, or there are none. */
    boolean spoken(String voice) {
        return sentences.stream()
                .allMatch(sentence ->
                        sentence.takes().stream().anyMatch(take -> take.voice().equals(voice)));
    }

    /** The takes of one voice, one a sentence; they replace earlier ones of that voice. */
    void takes(List<Take> takes) {
        List<Sentence> updated = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            Sentence sentence = sentences.get(i);
            List<Take> kept = new ArrayList<>(sentence.takes());
            Take take = takes.get(i);
            kept.removeIf(old -> old.voice().equals(take.voice()));
            kept.add(take);
            updated.add(with(sentence, kept));
        }
        sentences = List.copyOf(updated);
    }

    /** What was read from the audio of one voice; replaces what was read before. */
    void letters(String voice, List<LettersRead> read) {
        List<LettersRead> kept = new ArrayList<>(letters);
        kept.removeIf(old -> old.voice().equals(voice));
        kept.addAll(read);
        letters = List.copyOf(kept);
    }

    private static Sentence with(Sentence sentence, List<Take> takes) {
        return new Sentence(sentence.text(), sentence.language(), sentence.reference(), List.copyOf(takes));
    }

    /** Writes the record of a run that goes on. */
    void write() {
        RunRecords.write(folder.path(), record(Optional.empty()));
    }

    /** Writes the record of a run that ended. */
    void write(RunRecord.Ending ending) {
        RunRecords.write(folder.path(), record(Optional.of(ending)));
    }

    private RunRecord record(Optional<RunRecord.Ending> ending) {
        RunRecord.Head head = begun.head();
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
                begun.origin(),
                begun.history(),
                begun.data(),
                new Curves(List.copyOf(steps), List.copyOf(evaluations)),
                sentences,
                letters,
                remarks,
                begun.machine(),
                ruleState,
                ending);
    }
}
