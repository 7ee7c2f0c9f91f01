/**
 * The CUDA backend: operations run eagerly on an NVIDIA GPU and record their backward steps on a tape.
 *
 * <p>Kernels are {@code .cu} resources of this package, compiled by NVRTC for the GPU and cached in the user's cache folder; without
 * NVRTC, the PTX that a jar of the profile {@code ptx} holds. Matrix multiplications are cuBLASLt's. Nothing here needs ND4J.
 */
package hangolo.engine.cuda;
