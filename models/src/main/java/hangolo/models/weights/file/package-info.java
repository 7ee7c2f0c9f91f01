/** Weight files as a whole: PyTorch's zip format, its format before 1.6, safetensors, told apart by content. */
package hangolo.models.weights.file;
