// Shared by all kernels. Plain CUDA C++ without headers, so that NVRTC compiles it without a toolkit.
//
// Matrices are row-major. Elementwise kernels use grid-stride loops; row kernels have one block per row. Blocks have 256
// threads. Sums have a fixed order and never use atomics: a repeated step gives the same bits.

typedef long long wide;
typedef unsigned short bf16;

#define FULL_WARP 0xffffffffu
#define WARP 32
#define MINUS_INFINITY __int_as_float((int)0xff800000)

// Tensors have fewer than 2^31 values, so that i can be divided as an int, which is much faster.
#define EACH_VALUE(i, n) \
    for (wide i = (wide)blockIdx.x * blockDim.x + threadIdx.x; i < (n); i += (wide)gridDim.x * blockDim.x)

#define EACH_COLUMN(j, columns) for (int j = threadIdx.x; j < (columns); j += blockDim.x)

__device__ inline float warpSum(float value) {
    for (int distance = WARP / 2; distance > 0; distance /= 2) {
        value += __shfl_xor_sync(FULL_WARP, value, distance);
    }
    return value;
}

__device__ inline float warpMax(float value) {
    for (int distance = WARP / 2; distance > 0; distance /= 2) {
        value = fmaxf(value, __shfl_xor_sync(FULL_WARP, value, distance));
    }
    return value;
}

// The sum over the block, in every thread.
__device__ inline float blockSum(float value) {
    __shared__ float parts[WARP];
    value = warpSum(value);
    __syncthreads(); // the previous sum may still be read
    if (threadIdx.x % WARP == 0) {
        parts[threadIdx.x / WARP] = value;
    }
    __syncthreads();
    float sum = 0.0f;
    for (int i = 0; i < (int)blockDim.x / WARP; i++) {
        sum += parts[i];
    }
    return sum;
}

__device__ inline float blockMax(float value) {
    __shared__ float parts[WARP];
    value = warpMax(value);
    __syncthreads();
    if (threadIdx.x % WARP == 0) {
        parts[threadIdx.x / WARP] = value;
    }
    __syncthreads();
    float max = parts[0];
    for (int i = 1; i < (int)blockDim.x / WARP; i++) {
        max = fmaxf(max, parts[i]);
    }
    return max;
}

// The segment i with bounds[i] <= position < bounds[i + 1]; bounds ascend from 0 and may repeat.
__device__ inline int segment(const int *bounds, int count, wide position) {
    int low = 0;
    int high = count;
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (bounds[middle] <= position) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

// The scaled dropout mask at a position: 0 or scale. The same hash as hangolo.engine.CounterRng.
__device__ inline float dropoutMask(int key, int threshold, float scale, wide position) {
    unsigned int h = (unsigned int)position * 0x9E3779B9u ^ (unsigned int)key;
    h = (h ^ (h >> 16)) * 0x7FEB352Du;
    h = (h ^ (h >> 15)) * 0x846CA68Bu;
    h = (h ^ (h >> 16)) >> 1;
    return (int)h < threshold ? 0.0f : scale;
}

__device__ inline float fromBf16(bf16 value) { return __int_as_float((int)value << 16); }

// Rounds to the nearest bf16, ties to even; NaN stays NaN.
__device__ inline bf16 toBf16(float value) {
    unsigned int bits = __float_as_uint(value);
    if ((bits & 0x7fffffffu) > 0x7f800000u) {
        return (bf16)((bits >> 16) | 0x40u);
    }
    return (bf16)((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

// Accumulates a gradient; a fresh one is written, whatever the memory holds.
__device__ inline void accumulate(float *gradient, wide at, float part, int fresh) {
    gradient[at] = fresh ? part : gradient[at] + part;
}

// Writes a value, and its bf16 copy, where an address is given.
__device__ inline void store(float *y, bf16 *rounded, wide at, float value) {
    if (y) {
        y[at] = value;
    }
    if (rounded) {
        rounded[at] = toBf16(value);
    }
}
