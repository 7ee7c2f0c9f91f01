/** The record of what fired and why, and the durable file it is written to. */
package hangolo.rules.audit;
