/**
 * Why a rule fired, and why another did not: every condition evaluated alone, on the facts that the rules saw. The rule engine
 * itself only knows which rules matched.
 */
package hangolo.rules.explain;
