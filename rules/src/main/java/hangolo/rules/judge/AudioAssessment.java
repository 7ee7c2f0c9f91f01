package hangolo.rules.judge;

import hangolo.rules.drools.Finding;
import hangolo.rules.drools.RuleSession;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.view.SentenceAudioFacts;
import hangolo.rules.word.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the audio rules find on the test sentences.
 *
 * @param sentences how many sentences could be compared with the phase's start
 * @param degradedSentences how many of them have a symptom
 * @param symptoms the symptoms with their sentences
 * @param degraded whether so many have one that the audio as a whole counts as degraded
 */
public record AudioAssessment(int sentences, int degradedSentences, List<String> symptoms, boolean degraded) {
    private static final int SHOWN_CHARACTERS = 40;

    /** Lets the audio rules judge every sentence that was also measured at the start. */
    public static AudioAssessment of(RuleSession session, List<AudioFacts> now, List<AudioFacts> start) {
        List<String> symptoms = new ArrayList<>();
        int sentences = 0;
        int degraded = 0;
        for (AudioFacts facts : now) {
            Optional<AudioFacts> before = start.stream()
                    .filter(other -> other.sentence().equals(facts.sentence()))
                    .findFirst();
            if (before.isEmpty()) {
                continue;
            }
            sentences++;
            List<String> found = symptomsOf(session, SentenceAudioFacts.compare(facts, before.get()));
            degraded += found.isEmpty() ? 0 : 1;
            symptoms.addAll(found);
        }
        double limit = session.limit("audio degraded share");
        return new AudioAssessment(
                sentences, degraded, symptoms, sentences > 0 && (double) degraded / sentences >= limit);
    }

    /** What this says about a model that nobody has listened to. */
    Evidence evidence(Evidence withoutSentences) {
        if (sentences == 0) {
            return withoutSentences;
        }
        return degraded ? Evidence.AUDIO_DEGRADED : Evidence.AUDIO_FINE;
    }

    double share() {
        return sentences == 0 ? 0 : (double) degradedSentences / sentences;
    }

    private static List<String> symptomsOf(RuleSession session, SentenceAudioFacts facts) {
        List<String> found = new ArrayList<>();
        for (Finding finding : session.fire(List.of(facts))) {
            finding.text("symptom")
                    .ifPresent(symptom -> found.add(symptom + " (" + shortened(facts.sentence()) + "): "
                            + finding.firing().text()));
        }
        return found;
    }

    private static String shortened(String sentence) {
        return sentence.length() <= SHOWN_CHARACTERS ? sentence : sentence.substring(0, SHOWN_CHARACTERS) + "...";
    }
}
