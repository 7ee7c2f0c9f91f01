/**
 * The demo voice: a toy language in which every letter has its own sound, a tiny XTTS that learns to speak it, and the
 * whole job done with it. Everything is made by this program; {@link hangolo.app.demo.DemoMaker} makes the model that is shipped.
 */
package hangolo.app.demo;
