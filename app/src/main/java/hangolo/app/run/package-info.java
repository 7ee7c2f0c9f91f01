/**
 * A training run from beginning to end: {@link hangolo.app.run.TrainRun} puts model, data, rules, logs and report together.
 *
 * <p>What is on disk can be continued at any moment: files appear whole or not at all, a checkpoint holds everything that a
 * resumed run needs to give the same bits as one that was never interrupted, and it is written after the rules have judged.
 */
package hangolo.app.run;
