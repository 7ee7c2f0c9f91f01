/**
 * What a person reads after a run: {@code report.html}, {@code progress.md}, and the record of the run
 * ({@code run.json}) that both are made from, again and again, without the model.
 */
package hangolo.app.report;
