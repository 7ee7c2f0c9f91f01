/** What all networks are made of: a state dict, and layers over the parameters of a store. Tensors are [rows, channels]. */
package hangolo.models.xtts.nn;
