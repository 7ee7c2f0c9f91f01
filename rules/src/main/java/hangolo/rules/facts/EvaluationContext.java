package hangolo.rules.facts;

import hangolo.rules.word.Tier;
import java.util.List;

/**
 * Everything the rules look at after an evaluation. A phase tracker puts it together.
 *
 * @param point the losses of this evaluation
 * @param trend the phase's history, this evaluation included
 * @param audio the test sentences measured at this evaluation; empty if none were synthesized
 * @param startAudio the same sentences at the phase's start
 * @param degradedChecks measured evaluations in a row, before this one, in which the audio counted as degraded
 * @param bestTier tier of the best model before this evaluation
 * @param machine the machine, as far as known
 */
public record EvaluationContext(
        EvaluationPoint point,
        Trend trend,
        List<AudioFacts> audio,
        List<AudioFacts> startAudio,
        int degradedChecks,
        Tier bestTier,
        MachineState machine) {

    /** Copies the lists. */
    public EvaluationContext {
        audio = List.copyOf(audio);
        startAudio = List.copyOf(startAudio);
    }
}
