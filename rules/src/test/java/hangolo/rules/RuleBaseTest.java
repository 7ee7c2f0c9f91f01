package hangolo.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RuleBaseTest {
    @Test
    void decidesTheReferenceRun() {
        long start = System.nanoTime();
        RuleBase rules = RuleBase.shipped();
        Decision d = rules.decide(FinalFacts.of(3.507, 0.0281));
        System.out.println((System.nanoTime() - start) / 1_000_000 + " ms");
        System.out.println(d.toMap());
        start = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            rules.decide(FinalFacts.of(2.507, 0.0281));
        }
        System.out.println((System.nanoTime() - start) / 200_000_000.0 + " ms each");
        assertEquals("phase1", d.recommendation());
    }
}
