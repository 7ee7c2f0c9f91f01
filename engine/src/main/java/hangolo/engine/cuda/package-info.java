/**
 * The cuda backend: an eager tape of coarse operations whose kernels and products run on an NVIDIA card.
 *
 * <p>Kernels are {@code .cu} resources of this package, compiled for the card that is there by NVRTC and kept in the user's
 * cache folder; without NVRTC, the PTX that a jar of the profile {@code ptx} holds. Products are cuBLASLt's. Nothing here
 * needs ND4J.
 */
package hangolo.engine.cuda;
