/** Checks before hours of training. */
package hangolo.app.preflight;
