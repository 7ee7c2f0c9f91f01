/** The models of Hangolo. */
package hangolo.models;
