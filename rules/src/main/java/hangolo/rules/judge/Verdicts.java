package hangolo.rules.judge;

import hangolo.rules.drools.Finding;
import hangolo.rules.drools.RuleSession;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.SignificantDigits;
import hangolo.rules.word.Tier;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How several findings become one answer: the highest rank wins, among equals the rule that stands first. */
final class Verdicts {
    private Verdicts() {}

    /** The winning finding among those that conclude something under a name. */
    static Optional<Finding> winner(List<Finding> findings, String conclusion) {
        return findings.stream()
                .filter(finding -> finding.text(conclusion).isPresent())
                .max(Comparator.<Finding>comparingDouble(
                                finding -> finding.number("rank").orElse(0))
                        .thenComparing(Finding::order, Comparator.reverseOrder()));
    }

    /** The rows that give the highest tier: one, or everything that stands in the way of any tier. */
    static List<Finding> tierFindings(List<Finding> findings) {
        Optional<Tier> tier = Optional.of(tier(findings));
        return findings.stream()
                .filter(finding -> finding.word("tier", Tier.class).equals(tier))
                .toList();
    }

    /** The highest tier that a row gives, {@link Tier#NONE} if none does. */
    static Tier tier(List<Finding> findings) {
        return findings.stream()
                .flatMap(finding -> finding.word("tier", Tier.class).stream())
                .max(Comparator.naturalOrder())
                .orElse(Tier.NONE);
    }

    /** Free disk space minus what is needed in GB, null if the free space is unknown. */
    static Double diskSpare(RuleSession session, MachineState machine) {
        Double free = SignificantDigits.comparable(machine.freeDiskGb());
        double needed = machine.neededDiskGb().orElseGet(() -> session.limit("disk needed GB"));
        return free == null ? null : Math.floor((free - needed) * 1000) / 1000;
    }
}
