/** Finds what is wrong with a rule base before it decides: gaps, overlaps, contradictions, duplicates, rows without effect. */
package hangolo.rules.check;
