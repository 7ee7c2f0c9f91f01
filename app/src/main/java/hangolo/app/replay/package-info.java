/** Reads recorded runs of Hangolo and of Coqui's trainer, to replay the rules on them. */
package hangolo.app.replay;
