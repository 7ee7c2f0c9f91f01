/** Speaking with a model outside of training: one sentence, or many by several checkpoints side by side. */
package hangolo.app.compare;
