/**
 * What a running training tells: {@code trainer_0_log.txt} and TensorBoard events as Coqui's trainer writes them
 * (xtts-spec.md 1.8, 1.9), and a progress line on the screen.
 */
package hangolo.app.log;
