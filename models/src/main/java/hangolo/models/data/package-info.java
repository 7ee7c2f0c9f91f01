/**
 * The data set of a training run: metadata in, batches out.
 *
 * <p>{@link hangolo.models.data.TrainingData#prepare} reads the metadata of several sources, leaves out what cannot be
 * trained with (and says why), splits off the evaluation clips and caches everything that does not change between
 * epochs. {@link hangolo.models.data.TrainingData#epoch} then gives the batches of an epoch in a seeded order, from any
 * position.
 *
 * <p>This package knows neither networks nor tokenizers: it is given them as {@link hangolo.models.data.Encoders}.
 * Lengths of sound are in samples at the training rate unless a name says otherwise.
 */
package hangolo.models.data;
