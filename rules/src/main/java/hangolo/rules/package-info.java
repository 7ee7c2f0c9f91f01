/** The rules of Hangolo. */
package hangolo.rules;
