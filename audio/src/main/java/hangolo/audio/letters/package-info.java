/**
 * A toy language for trying a voice model without recordings: every letter has a sound of its own, so that what a
 * model says can be read back from the sound alone and compared with what it should have said.
 */
package hangolo.audio.letters;
