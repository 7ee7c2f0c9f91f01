// One pass over all parameters.

// parts: a sum of squares for each block.
extern "C" __global__ void squares(const float *x, float *parts, wide n) {
    float sum = 0.0f;
    EACH_VALUE(i, n) { sum += x[i] * x[i]; }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        parts[blockIdx.x] = sum;
    }
}

// AdamW as hangolo.engine.AdamW says. Segment i of the parameters, from bounds[i] on, decays by the factor shrink if
// decays[i] is set. copy is the bf16 copy of the weights; it may be null.
extern "C" __global__ void adamw(
    float *weight, const float *gradient, float *first, float *second, bf16 *copy, const int *bounds,
    const int *decays, int segments, float beta1, float beta2, float rest1, float rest2, float stepSize, float root,
    float epsilon, float shrink, wide n) {
    EACH_VALUE(i, n) {
        float g = gradient[i];
        float m = beta1 * first[i] + rest1 * g;
        float v = beta2 * second[i] + rest2 * g * g;
        float factor = decays[segment(bounds, segments, i)] ? shrink : 1.0f;
        float w = factor * weight[i] - stepSize * (m / (sqrtf(v) / root + epsilon));
        first[i] = m;
        second[i] = v;
        weight[i] = w;
        if (copy) {
            copy[i] = toBf16(w);
        }
    }
}
