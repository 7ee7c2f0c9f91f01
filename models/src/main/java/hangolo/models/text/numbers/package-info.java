/**
 * Numbers in words, in the twelve languages whose XTTS cleaners do that, and Arabic.
 *
 * <p>The base model was trained on texts whose numbers the Python library num2words 0.5.14 had written out. These classes
 * say what it says, also where it is wrong by the grammar of the language; every such place is marked "like
 * num2words".
 */
package hangolo.models.text.numbers;
