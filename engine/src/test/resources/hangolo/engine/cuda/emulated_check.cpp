// Checks the emulation itself: what a GPU leaves undefined must show. Prints what it found wrong; exit code 1 if anything.
#include "emulated_cuda.h"

using namespace emulated;

__global__ void turned(const int *x, int *y) {
    __shared__ int all[64];
    all[threadIdx.x] = x[threadIdx.x];
    __syncthreads();
    y[threadIdx.x] = all[blockDim.x - 1 - threadIdx.x];
}

__global__ void turnedWithoutBarrier(const int *x, int *y) {
    __shared__ int all[64];
    all[threadIdx.x] = x[threadIdx.x];
    y[threadIdx.x] = all[blockDim.x - 1 - threadIdx.x];
}

__global__ void halfWaits() {
    if (threadIdx.x < 32) {
        __syncthreads();
    }
}

__global__ void twoBarriers() {
    if (threadIdx.x < 32) {
        __syncthreads();
    } else {
        __syncthreads();
    }
}

__global__ void warpSums(float *y) {
    float value = threadIdx.x;
    for (int mask = 16; mask > 0; mask /= 2) {
        value += __shfl_xor_sync(0xffffffffu, value, mask);
    }
    y[threadIdx.x] = value;
}

static int wrong;

static void expect(bool right, const char *what) {
    if (!right) {
        printf("%s\n", what);
        wrong = 1;
    }
}

static const char *run(void (*kernel)(void **), void **arguments) { return launch(kernel, arguments, {1, 1, 1}, {64, 1, 1}); }

// The results of two launches, in both orders, are the expected ones.
static bool agrees(void (*kernel)(void **), int seed) {
    bool same = true;
    for (int time = 0; time < 2; time++) {
        int x[64], y[64];
        for (int i = 0; i < 64; i++) {
            x[i] = seed + i + 100 * time;
        }
        const int *from = x;
        int *to = y;
        void *arguments[] = {&from, &to};
        expect(run(kernel, arguments) == nullptr, "a kernel fails that is right");
        for (int i = 0; i < 64; i++) {
            same &= y[i] == x[63 - i];
        }
    }
    return same;
}

int main() {
    expect(agrees(call<&turned>, 1), "a barrier does not hold threads back");
    expect(!agrees(call<&turnedWithoutBarrier>, 1000), "a missing barrier does not show");
    expect(run(call<&halfWaits>, nullptr) != nullptr, "a barrier that half of the threads never reach does not show");
    expect(agrees(call<&turned>, 2), "a failed launch spoils the next");
    const char *problem = run(call<&twoBarriers>, nullptr);
    expect(problem && strstr(problem, "barriers of lines"), "threads at different barriers do not show");
    float sums[64];
    float *to = sums;
    void *arguments[] = {&to};
    expect(run(call<&warpSums>, arguments) == nullptr, "an exchange in a warp fails");
    for (int i = 0; i < 64; i++) {
        expect(sums[i] == (i < 32 ? 496 : 1520), "an exchange in a warp is wrong");
    }
    return wrong;
}
