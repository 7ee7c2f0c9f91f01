/**
 * The demo: a toy language in which every letter has its own sound, a tiny XTTS that learns to speak it, and a complete run. {@link
 * hangolo.app.demo.DemoMaker} builds the model that is shipped.
 */
package hangolo.app.demo;
