/** Reads recorded runs of this program and of Coqui's trainer, for rules to judge them again. */
package hangolo.app.replay;
