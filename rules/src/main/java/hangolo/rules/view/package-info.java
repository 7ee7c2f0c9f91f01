/**
 * The facts as the rule files see them: flat records whose component names are the names used in the tables' columns, in
 * {@code stop.drl} and between braces in reason texts.
 *
 * <p>A component that is {@code null} is unknown: no comparison with it holds, so that no row with a condition on it fires.
 * Nothing outside {@code hangolo.rules} needs these types.
 */
package hangolo.rules.view;
