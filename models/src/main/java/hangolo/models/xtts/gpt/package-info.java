/**
 * The GPT of XTTS with the conditioning encoder and the Perceiver in front of it: sizes, parameters, forward pass. Rows of
 * {@code d} columns; a reference of any number of mel frames becomes {@code P} rows.
 */
package hangolo.models.xtts.gpt;
