/** Judges a recorded phase by any rules, as if it were running now, and compares two such replays. */
package hangolo.rules.replay;
