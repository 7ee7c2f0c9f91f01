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
 * Everything about one phase that the report shows: {@code run.json} in the run folder. Times are local, in ISO 8601; paths
 * are relative to the run folder, with forward slashes.
 *
 * @param version of this format, {@value #VERSION}
 * @param head what ran, where and when
 * @param origin the weights it began with
 * @param history figures of the earlier models
 * @param data the clips
 * @param curves losses over time
 * @param sentences the test sentences with all their takes
 * @param letters what a recognizer read from generated audio; empty if nobody asked it
 * @param remarks what rules said during training
 * @param machine what is known of machine and files, for the checklists
 * @param ruleState memory of the rules at the last evaluation; empty before the first
 * @param ending why the phase ended, empty while it runs
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

    /** The version that this program writes. */
    public static final int VERSION = 1;

    /**
     * What ran.
     *
     * @param name of the run
     * @param phase of the chain, 1 or more
     * @param program name and version
     * @param started first start
     * @param ended last end, empty while it runs
     * @param seconds of training and evaluating, all starts together
     * @param machine lines about hardware and backend
     * @param settings the configuration, key by key
     * @param hashes SHA-256 of inputs
     * @param rulesFolder folder with edited rules, empty for the shipped ones
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
     * Where the weights came from.
     *
     * @param file the file
     * @param what what was taken over, in words
     * @param step its step
     */
    public record Origin(String file, String what, long step) {}

    /**
     * The clips of the run.
     *
     * @param sources one line a data set
     * @param leftOut clips that were left out and why
     */
    public record DataReport(List<Source> sources, List<LeftOut> leftOut) {
        /** A data set: clips for training and evaluation, and seconds of sound. */
        public record Source(String name, String language, int training, int evaluation, double seconds) {}

        /** A clip that was left out. */
        public record LeftOut(String source, String clip, String reason) {}
    }

    /**
     * Losses over time.
     *
     * @param training one point a step (or a mean of several)
     * @param evaluations in order of their steps
     */
    public record Curves(List<Step> training, List<Evaluated> evaluations) {}

    /** Losses of training steps: step, Mel CE, weighted text CE, learning rate. */
    public record Step(long step, double mel, double text, double rate) {}

    /**
     * An evaluation.
     *
     * @param point its figures, means over all targets
     * @param coquiMel the Mel CE as Coqui's trainer averages it, for comparison with its logs
     * @param best whether it was the best so far
     * @param diverging whether the rules saw the evaluation loss rise while the training loss fell
     */
    public record Evaluated(EvaluationPoint point, double coquiMel, boolean best, boolean diverging) {}

    /**
     * A test sentence.
     *
     * @param text what is said
     * @param language XTTS language code
     * @param reference the speaker's clip, empty if it could not be kept
     * @param samples who has spoken it, in the order baseline, earlier phase, this phase
     */
    public record Sentence(
            String text,
            String language,
            Optional<String> reference,
            @JsonProperty("takes") List<SpokenSample> samples) {}

    /**
     * A sentence spoken by one model.
     *
     * @param modelLabel {@code baseline}, {@code phase 1}, {@code phase 2}, ...
     * @param step step of the model
     * @param file the sound
     * @param seconds its length
     * @param facts what was measured
     */
    public record SpokenSample(
            @JsonProperty("voice") String modelLabel, long step, String file, double seconds, AudioFacts facts) {}

    /**
     * What was read from the audio of a held-out sentence.
     *
     * @param modelLabel as in {@link SpokenSample}
     * @param sentence what was to be said
     * @param read what was recognised
     * @param letters letters of the sentence
     * @param correct letters that were read
     */
    public record LettersRead(
            @JsonProperty("voice") String modelLabel, String sentence, String read, int letters, int correct) {}

    /** What a rule said at a step. */
    public record Remark(long step, String action, String rule, String text) {}

    /** Why a phase ended: {@code COMPLETE}, {@code RULE}, {@code NOT_FINITE} or {@code INTERRUPTED}, and in words. */
    public record Ending(String reason, String text) {}

    /** Copies the lists. */
    public RunRecord {
        sentences = List.copyOf(sentences);
        letters = List.copyOf(letters);
        remarks = List.copyOf(remarks);
    }

    /** The best evaluation by Mel CE, empty before the first. */
    public Optional<Evaluated> best() {
        return curves.evaluations().stream().filter(Evaluated::best).reduce((first, second) -> second);
    }
}
