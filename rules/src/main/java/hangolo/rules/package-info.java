/**
 * Decides by rules: {@link hangolo.rules.RuleBase} judges an evaluation point during training, the result at the end, and
 * the checklists; {@link hangolo.rules.PhaseTracker} follows one phase and keeps the state that belongs into a checkpoint.
 *
 * <p>Every threshold is a row of a table in {@code hangolo/rules/*.csv} or a rule in {@code stop.drl}; {@code docs/rules.md}
 * explains them to the person who edits them. Drools is imported by {@code hangolo.rules.drools} alone and loaded only
 * when a rule base is first compiled.
 */
package hangolo.rules;
