/** Reads and checks rule files: decision tables in CSV and rules in DRL, with the row of every rule. Knows no Drools. */
package hangolo.rules.table;
