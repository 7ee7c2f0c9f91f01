package hangolo.rules.facts;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is known when a phase has ended. Only the losses are needed; whatever else is known sharpens the decision.
 *
 * @param phase the phase that ended
 * @param melCe Mel CE of its best model
 * @param textCeWeighted weighted text CE of that model
 * @param scores what a listener gave its samples
 * @param samplesExist whether that model has synthesized the test sentences
 * @param audio what was measured on them
 * @param startAudio the same sentences at the phase's start
 * @param trend the phase's history at its end
 * @param tracksTraining whether the evaluation loss followed the training loss up to the best model; unknown counts as yes
 * @param history the earlier models
 */
public record FinalFacts(
        int phase,
        OptionalDouble melCe,
        OptionalDouble textCeWeighted,
        Optional<ListenerScores> scores,
        boolean samplesExist,
        List<AudioFacts> audio,
        List<AudioFacts> startAudio,
        Optional<Trend> trend,
        Optional<Boolean> tracksTraining,
        PhaseHistory history) {

    /** Copies the lists. */
    public FinalFacts {
        audio = List.copyOf(audio);
        startAudio = List.copyOf(startAudio);
    }

    /** Phase 2 with these losses and nothing else. */
    public static FinalFacts of(OptionalDouble melCe, OptionalDouble textCeWeighted) {
        return new FinalFacts(
                2,
                melCe,
                textCeWeighted,
                Optional.empty(),
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                PhaseHistory.unknown());
    }

    /** Phase 2 with these losses and nothing else. */
    public static FinalFacts of(double melCe, double textCeWeighted) {
        return of(OptionalDouble.of(melCe), OptionalDouble.of(textCeWeighted));
    }

    /** The same facts with other losses. */
    public FinalFacts withLosses(OptionalDouble mel, OptionalDouble text) {
        return new FinalFacts(
                phase, mel, text, scores, samplesExist, audio, startAudio, trend, tracksTraining, history);
    }

    /** The same facts with a listener's scores. */
    public FinalFacts heardAs(ListenerScores given) {
        return new FinalFacts(
                phase,
                melCe,
                textCeWeighted,
                Optional.of(given),
                true,
                audio,
                startAudio,
                trend,
                tracksTraining,
                history);
    }

    /** The same facts, with samples and what was measured on them now and at the phase's start (lists may be empty). */
    public FinalFacts withSamples(List<AudioFacts> now, List<AudioFacts> start) {
        return new FinalFacts(phase, melCe, textCeWeighted, scores, true, now, start, trend, tracksTraining, history);
    }

    /** The same facts at the end of a phase with this history. */
    public FinalFacts after(int endedPhase, Trend atEnd, boolean tracked) {
        return new FinalFacts(
                endedPhase,
                melCe,
                textCeWeighted,
                scores,
                samplesExist,
                audio,
                startAudio,
                Optional.of(atEnd),
                Optional.of(tracked),
                history);
    }

    /** The same facts with the earlier models. */
    public FinalFacts with(PhaseHistory earlier) {
        return new FinalFacts(
                phase, melCe, textCeWeighted, scores, samplesExist, audio, startAudio, trend, tracksTraining, earlier);
    }
}
