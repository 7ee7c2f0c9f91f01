package hangolo.rules;

/** The shipped rules, compiled once for all tests. */
final class Shipped {
    static final RuleBase RULES = RuleBase.shipped();

    private Shipped() {}
}
