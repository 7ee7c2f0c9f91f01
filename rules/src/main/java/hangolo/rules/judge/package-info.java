/** Asks the rules stage by stage and puts what they find together: a conclusion, a decision, a checklist. */
package hangolo.rules.judge;
