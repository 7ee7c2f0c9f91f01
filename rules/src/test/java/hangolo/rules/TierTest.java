package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import hangolo.rules.facts.FinalFacts;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.judge.Decision;
import hangolo.rules.word.Tier;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TierTest {
    private static Tier tier(FinalFacts facts) {
        return Shipped.RULES.decide(facts).tier();
    }

    @ParameterizedTest
    @CsvSource({
        // Mel CE on both sides of each limit and exactly at it
        "1.99, 0.02, exceptional",
        "2.0, 0.02, target",
        "2.01, 0.02, target",
        "2.49, 0.02, target",
        "2.5, 0.02, minimum",
        "2.51, 0.02, minimum",
        "2.99, 0.02, minimum",
        "3.0, 0.02, none",
        "3.01, 0.02, none",
        // weighted text CE likewise
        "1.9, 0.0249, exceptional",
        "1.9, 0.025, target",
        "1.9, 0.0251, target",
        "1.9, 0.0299, target",
        "1.9, 0.03, none",
        "1.9, 0.0301, none",
        "2.4, 0.0299, target",
        "2.4, 0.03, none",
        "2.9, 0.0299, minimum",
        "2.9, 0.03, none",
        // the owner's runs
        "5.046, 0.03, none",
        "3.507, 0.0281, none",
        "3.511, 0.0280, none",
        // missing values and values that are not finite
        "NaN, 0.02, none",
        "1.9, NaN, none",
        "Infinity, 0.02, none"
    })
    void followsTheLimits(double melCe, double textCe, String expected) {
        assertEquals(expected, tier(FinalFacts.of(melCe, textCe)).word());
    }

    @Test
    void needsBothLosses() {
        OptionalDouble none = OptionalDouble.empty();
        assertEquals(Tier.NONE, tier(FinalFacts.of(none, OptionalDouble.of(0.02))));
        assertEquals(Tier.NONE, tier(FinalFacts.of(OptionalDouble.of(1.9), none)));
    }

    @Test
    void comparesAFloatAsTheDecimalItShows() {
        assertEquals(Tier.TARGET, tier(FinalFacts.of(2.0f, 0.025f)), "0.025f is 0.02500000037");
        assertEquals(Tier.NONE, tier(FinalFacts.of(2.4f, 0.03f)), "0.03f is 0.0299999993");
    }

    @Test
    void successNeedsEvidenceOnceSamplesExist() {
        FinalFacts facts = FinalFacts.of(1.9, 0.02);
        assertEquals(Tier.EXCEPTIONAL, tier(facts), "no samples");
        assertEquals(Tier.MINIMUM, tier(facts.withSamples(List.of(), List.of())), "samples that nobody judged");
        AudioFacts start = AudioFacts.of("a").with(AudioMeasure.LEVEL_DB, -20);
        assertEquals(Tier.EXCEPTIONAL, tier(facts.withSamples(List.of(start), List.of(start))), "fine audio");
        AudioFacts quiet = AudioFacts.of("a").with(AudioMeasure.LEVEL_DB, -40);
        assertEquals(Tier.NONE, tier(facts.withSamples(List.of(quiet), List.of(start))), "degraded audio");
    }

    @ParameterizedTest
    @CsvSource({
        "1.9, 8.9, minimum",
        "1.9, 9.0, target",
        "1.9, 9.4, target",
        "1.9, 9.5, exceptional",
        "2.4, 8.9, minimum",
        "2.4, 9.0, target",
        "2.4, 10, target",
        "2.5, 9.9, minimum",
        "3.0, 9.9, none"
    })
    void aListenerConfirmsOrRefuses(double melCe, double heard, String expected) {
        FinalFacts facts = FinalFacts.of(melCe, 0.02).heardAs(ListenerScores.overall(heard));
        assertEquals(expected, tier(facts).word());
    }

    @Test
    void isNoneIfTheEvaluationDidNotTrackTraining() {
        FinalFacts good = FinalFacts.of(2.4, 0.02);
        FinalFacts diverged = new FinalFacts(
                2,
                good.melCe(),
                good.textCeWeighted(),
                Optional.empty(),
                false,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(false),
                good.history());
        assertEquals(Tier.NONE, tier(diverged));
    }

    @Test
    void saysEverythingThatStandsInTheWay() {
        List<Decision.Reason> reasons =
                Shipped.RULES.decide(FinalFacts.of(3.2, 0.035)).reasons();
        assertTrue(
                reasons.stream().anyMatch(r -> r.text().contains("Mel CE 3.2 is not below 3.0")), reasons.toString());
        assertTrue(reasons.stream().anyMatch(r -> r.text().contains("Text CE 0.035 is not below 0.03")));
    }
}
