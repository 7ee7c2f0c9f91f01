/** The words that facts and conclusions take in the rule files, in JSON and in the audit trail. */
package hangolo.rules.word;
