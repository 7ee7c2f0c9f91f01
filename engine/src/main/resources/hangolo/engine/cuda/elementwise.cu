// Elementwise operations.

extern "C" __global__ void addTo(float *target, const float *source, float factor, wide n) {
    EACH_VALUE(i, n) { target[i] += factor * source[i]; }
}

extern "C" __global__ void add(const float *a, const float *b, float *y, wide n) {
    EACH_VALUE(i, n) { y[i] = a[i] + b[i]; }
}

extern "C" __global__ void scale(const float *x, float factor, float *y, wide n) {
    EACH_VALUE(i, n) { y[i] = factor * x[i]; }
}

// b has `repeat` values and is broadcast.
extern "C" __global__ void multiply(const float *a, const float *b, int repeat, float *y, wide n) {
    EACH_VALUE(i, n) { y[i] = a[i] * b[(int)i % repeat]; }
}

extern "C" __global__ void addRow(const float *x, const float *row, float *y, int columns, wide n) {
    EACH_VALUE(i, n) { y[i] = x[i] + row[(int)i % columns]; }
}

__device__ inline float geluTanhInner(float x) { return tanhf(0.7978845608f * (x + 0.044715f * x * x * x)); }

__device__ inline float geluTanhOf(float x) { return 0.5f * x * (1.0f + geluTanhInner(x)); }

__device__ inline float geluTanhDerivative(float x) {
    float t = geluTanhInner(x);
    float inner = 0.7978845608f * (1.0f + 3.0f * 0.044715f * x * x);
    return 0.5f * (1.0f + t) + 0.5f * x * (1.0f - t * t) * inner;
}

extern "C" __global__ void geluTanh(const float *x, float *y, wide n) {
    EACH_VALUE(i, n) { y[i] = geluTanhOf(x[i]); }
}

extern "C" __global__ void geluTanhBackward(const float *x, const float *dy, float *dx, wide n) {
    EACH_VALUE(i, n) { dx[i] += dy[i] * geluTanhDerivative(x[i]); }
}

// y or rounded may be null.
extern "C" __global__ void geluTanhOfBf16(const bf16 *x, float *y, bf16 *rounded, wide n) {
    EACH_VALUE(i, n) { store(y, rounded, i, geluTanhOf(fromBf16(x[i]))); }
}

extern "C" __global__ void geluTanhOfBf16Backward(const bf16 *x, const float *dy, float *dx, int fresh, wide n) {
    EACH_VALUE(i, n) { accumulate(dx, i, dy[i] * geluTanhDerivative(fromBf16(x[i])), fresh); }
}

extern "C" __global__ void leakyRelu(const float *x, float slope, float *y, wide n) {
    EACH_VALUE(i, n) { y[i] = x[i] > 0.0f ? x[i] : slope * x[i]; }
}

extern "C" __global__ void relu(const float *x, float *y, wide n) {
    EACH_VALUE(i, n) { y[i] = x[i] < 0.0f ? 0.0f : x[i]; }
}

extern "C" __global__ void reluBackward(const float *x, const float *dy, float *dx, wide n) {
    EACH_VALUE(i, n) { dx[i] += x[i] > 0.0f ? dy[i] : 0.0f; }
}

extern "C" __global__ void tangent(const float *x, float *y, wide n) {
    EACH_VALUE(i, n) { y[i] = tanhf(x[i]); }
}

extern "C" __global__ void sigmoid(const float *x, float *y, wide n) {
    EACH_VALUE(i, n) { y[i] = 1.0f / (1.0f + expf(-x[i])); }
}

__device__ inline float normalCdf(float x) { return 0.5f * (1.0f + erff(x * 0.7071067812f)); }

// x = [a | g]: y = a · gelu(g).
extern "C" __global__ void geglu(const float *x, float *y, int half, wide n) {
    EACH_VALUE(i, n) {
        const float *a = x + i + (int)i / half * half;
        float g = a[half];
        y[i] = a[0] * g * normalCdf(g);
    }
}

extern "C" __global__ void gegluBackward(const float *x, const float *dy, float *dx, int half, wide n) {
    EACH_VALUE(i, n) {
        int at = (int)i + (int)i / half * half;
        float a = x[at];
        float g = x[at + half];
        float cdf = normalCdf(g);
        float density = 0.3989422804f * expf(-0.5f * g * g);
        dx[at] += dy[i] * g * cdf;
        dx[at + half] += dy[i] * a * (cdf + g * density);
    }
}

extern "C" __global__ void dropout(const float *x, float *y, int key, int threshold, float scale, wide n) {
    EACH_VALUE(i, n) { y[i] = x[i] * dropoutMask(key, threshold, scale, i); }
}

extern "C" __global__ void residual(
    const float *x, const float *branch, float *y, int key, int threshold, float scale, wide n) {
    EACH_VALUE(i, n) { y[i] = x[i] + branch[i] * dropoutMask(key, threshold, scale, i); }
}

// Adds dy to dx, and to dBranch after dropout, if they are given.
extern "C" __global__ void residualBackward(
    const float *dy, float *dx, int fresh, float *dBranch, int freshBranch, int key, int threshold, float scale, wide n) {
    EACH_VALUE(i, n) {
        if (dx) {
            accumulate(dx, i, dy[i], fresh);
        }
        if (dBranch) {
            accumulate(dBranch, i, dy[i] * dropoutMask(key, threshold, scale, i), freshBranch);
        }
    }
}

extern "C" __global__ void castToBf16(const float *x, bf16 *y, wide n) {
    EACH_VALUE(i, n) { y[i] = toBf16(x[i]); }
}
