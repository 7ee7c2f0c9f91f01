package hangolo.app.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.PhaseHistory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The record of one phase, {@code run.json} in the run folder: everything that the report shows. Times are local, in ISO 8601;
 * paths are relative to the run folder, with forward slashes.
 *
 * @param version of this format, {@value #VERSION}
 * @param head what ran, where and when
 * @param origin the weights it started from
 * @param history results of earlier models
 * @param data the clips
 * @param curves losses over time
 * @param sentences the test sentences with all their samples
 * @param letters letters recognized in synthesized audio; empty without a recognizer
 * @param remarks remarks of the rules during training
 * @param machine facts about machine and files, for the checklists
 * @param ruleState state of the rules at the last evaluation; empty before the first
 * @param ending why the phase ended; empty while it runs
 */
public record RunRecord(
        int version,
        Head head,
        Origin origin,
        PhaseHistory history,
        DataReport data,
        Curves curves,
        List<Sentence> sentences,
        List<LettersRead> letters,
        List<Remark> remarks,
        MachineState machine,
        Map<String, Object> ruleState,
        Optional<Ending> ending) {

    /** The current version. */
    public static final int VERSION = 1;

    /**
     * What ran, where and when.
     *
     * @param name of the run
     * @param phase number of the phase, at least 1
     * @param program name and version
     * @param started first start
     * @param ended last end; empty while it runs
     * @param seconds of training and evaluation, summed over all starts
     * @param machine lines about hardware and backend
     * @param settings the configuration, key by key
     * @param hashes SHA-256 of inputs
     * @param rulesFolder folder with edited rules; empty for the built-in rules
     * @param evaluateEvery steps between evaluations
     */
    public record Head(
            String name,
            int phase,
            String program,
            String started,
            Optional<String> ended,
            double seconds,
            Map<String, String> machine,
            Map<String, String> settings,
            Map<String, String> hashes,
            Optional<String> rulesFolder,
            int evaluateEvery) {}

    /**
     * The weights that the phase started from.
     *
     * @param file the file
     * @param what description of what was restored
     * @param step its step
     */
    public record Origin(String file, String what, long step) {}

    /**
     * The clips of the run.
     *
     * @param sources the data sets
     * @param leftOut rejected clips and the reasons
     */
    public record DataReport(List<Source> sources, List<LeftOut> leftOut) {
        /** A data set: clips for training and evaluation, and seconds of audio. */
        public record Source(String name, String language, int training, int evaluation, double seconds) {}

        /** A rejected clip. */
        public record LeftOut(String source, String clip, String reason) {}
    }

    /**
     * Losses over time.
     *
     * @param training one point per step, or a mean of several steps
     * @param evaluations ordered by step
     */
    public record Curves(List<Step> training, List<Evaluated> evaluations) {}

    /** A training step: Mel CE, weighted text CE and learning rate. */
    public record Step(long step, double mel, double text, double rate) {}

    /**
     * An evaluation.
     *
     * @param point its losses, means over all targets
     * @param coquiMel the Mel CE as Coqui's trainer averages it, for comparison with its logs
     * @param best whether it was the best so far
     * @param diverging whether, by the rules, the evaluation loss rose while the training loss fell
     */
    public record Evaluated(EvaluationPoint point, double coquiMel, boolean best, boolean diverging) {}

    /**
     * A test sentence.
     *
     * @param text the text
     * @param language XTTS language code
     * @param reference the speaker's reference clip; empty if it could not be copied
     * @param samples its samples, in the order baseline, previous phase, this phase
     */
    public record Sentence(
            String text,
            String language,
            Optional<String> reference,
            @JsonProperty("takes") List<SpokenSample> samples) {}

    /**
     * A sentence synthesized by one model.
     *
     * @param modelLabel label of the model, see {@link ModelLabel}
     * @param step step of the model
     * @param file the audio file
     * @param seconds its duration
     * @param facts measurements
     */
    public record SpokenSample(
            @JsonProperty("voice") String modelLabel, long step, String file, double seconds, AudioFacts facts) {}

    /**
     * The letters recognized in the audio of a held-out sentence.
     *
     * @param modelLabel as in {@link SpokenSample}
     * @param sentence the text
     * @param read what was recognised
     * @param letters number of letters of the sentence
     * @param correct number of letters recognized correctly
     */
    public record LettersRead(
            @JsonProperty("voice") String modelLabel, String sentence, String read, int letters, int correct) {}

    /** A remark of a rule at a step. */
    public record Remark(long step, String action, String rule, String text) {}

    /** Why a phase ended: {@code COMPLETE}, {@code RULE}, {@code NOT_FINITE} or {@code INTERRUPTED}, with a description. */
    public record Ending(String reason, String text) {}

    /** Copies the lists. */
    public RunRecord {
        sentences = List.copyOf(sentences);
        letters = List.copyOf(letters);
        remarks = List.copyOf(remarks);
    }

    /** The best evaluation by Mel CE; empty before the first. */
    public Optional<Evaluated> best() {
        return curves.evaluations().stream().filter(Evaluated::best).reduce((first, second) -> second);
    }
}
