/** What is checked before hours of training begin. */
package hangolo.app.preflight;
