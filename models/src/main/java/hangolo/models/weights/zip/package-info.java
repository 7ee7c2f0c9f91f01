/** Zip files as PyTorch lays them out: stored entries that can be read in place, zip64 included. */
package hangolo.models.weights.zip;
