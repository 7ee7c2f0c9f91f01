/**
 * The input of the rules, as plain records with their units.
 *
 * <p>An empty optional means <em>not measured</em>. A value that is present but not finite (NaN or infinite) means
 * <em>measured, and the arithmetic broke down</em>; for an evaluation point that stops the training.
 */
package hangolo.rules.facts;
