// What all kernels share. Plain CUDA C++ without any header, so that NVRTC compiles it where no toolkit is installed.
//
// Matrices lie row by row. A kernel over values strides over the grid; a kernel over rows has one block a row. Blocks
// have 256 threads. Sums are made in a fixed order, never by atomics: a repeated step gives the same bits.

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

// The sum over the block, for every thread of it.
__device__ inline float blockSum(float value) {
    __shared__ float parts[WARP];
    value = warpSum(value);
    __syncthreads(); // the parts of the sum before may still be read
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

// The stretch i with bounds[i] <= position < bounds[i + 1]; bounds rise from 0 and may repeat.
__device__ inline int stretch(const int *bounds, int count, wide position) {
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

// The factor that dropout gives to one value: 0, or keep. The same hash as hangolo.engine.Dice.
__device__ inline float dice(int key, int limit, float keep, wide position) {
    unsigned int h = (unsigned int)position * 0x9E3779B9u ^ (unsigned int)key;
    h = (h ^ (h >> 16)) * 0x7FEB352Du;
    h = (h ^ (h >> 15)) * 0x846CA68Bu;
    h = (h ^ (h >> 16)) >> 1;
    return (int)h < limit ? 0.0f : keep;
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

// Adds a part of a gradient; the first part is written, over anything.
__device__ inline void give(float *gradient, wide at, float part, int first) {
    gradient[at] = first ? part : gradient[at] + part;
}

// Where somebody wants them: a value, and the value rounded.
__device__ inline void put(float *y, bf16 *rounded, wide at, float value) {
    if (y) {
        y[at] = value;
    }
    if (rounded) {
        rounded[at] = toBf16(value);
    }
}
