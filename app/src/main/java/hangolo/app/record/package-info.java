/** The record of a run ({@code run.json}) and the listener's scores ({@code scores.json}): written by a run, read by reports and replays. */
package hangolo.app.record;
