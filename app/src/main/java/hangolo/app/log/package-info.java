/**
 * The logs of a training: {@code trainer_0_log.txt} and TensorBoard events as Coqui's trainer writes them (xtts-spec.md 1.8, 1.9),
 * their readers, and the progress display on the terminal.
 */
package hangolo.app.log;
