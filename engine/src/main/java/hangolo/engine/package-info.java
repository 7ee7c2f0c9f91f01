/** The engine of Hangolo. */
package hangolo.engine;
