/** Runs a rule base over scenarios: facts in, expected conclusions out. The format is explained in docs/rules.md. */
package hangolo.rules.scenario;
