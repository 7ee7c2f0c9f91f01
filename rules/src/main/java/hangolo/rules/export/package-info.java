/** Writes the shipped rules into a folder, to be edited there. */
package hangolo.rules.export;
