/** Python pickles, read as data and written with the instructions of PyTorch's restricted loader only (xtts-spec.md 1.1). */
package hangolo.models.weights.pickle;
