/**
 * The text front end of XTTS: a sentence is cleaned (numbers, abbreviations and symbols become words of its
 * language), tagged with its language and split into the tokens of {@code vocab.json} by byte pair encoding.
 *
 * <p>Follows xtts-spec.md 2 to the letter, odd results included: the base model was trained with them.
 */
package hangolo.models.text;
