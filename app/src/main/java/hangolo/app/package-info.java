/** The app of Hangolo. */
package hangolo.app;
