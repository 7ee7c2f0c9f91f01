/** The audio of Hangolo. */
package hangolo.audio;
