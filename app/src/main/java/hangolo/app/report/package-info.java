/**
 * The reports about a run, {@code report.html} and {@code progress.md}. They are made from the record of the run, without the
 * model.
 */
package hangolo.app.report;
