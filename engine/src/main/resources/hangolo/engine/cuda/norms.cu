// Layer norm and RMS norm: a block per row.

// moments: mean and 1 / deviation of each row. y or rounded may be null.
extern "C" __global__ void layerNorm(
    const float *x, const float *gain, const float *bias, float *y, bf16 *rounded, float *moments, int columns,
    float epsilon) {
    wide row = (wide)blockIdx.x * columns;
    x += row;
    float sum = 0.0f;
    EACH_COLUMN(j, columns) { sum += x[j]; }
    float mean = blockSum(sum) / columns;
    float squares = 0.0f;
    EACH_COLUMN(j, columns) { squares += (x[j] - mean) * (x[j] - mean); }
    float factor = 1.0f / sqrtf(blockSum(squares) / columns + epsilon);
    EACH_COLUMN(j, columns) { store(y, rounded, row + j, (x[j] - mean) * factor * gain[j] + bias[j]); }
    if (threadIdx.x == 0) {
        moments[2 * blockIdx.x] = mean;
        moments[2 * blockIdx.x + 1] = factor;
    }
}

// dx += factor · (u - mean(u) - x̂ · mean(u · x̂)) with u = dy · gain.
extern "C" __global__ void layerNormInput(
    const float *x, const float *dy, const float *moments, const float *gain, float *dx, int columns) {
    x += (wide)blockIdx.x * columns;
    dy += (wide)blockIdx.x * columns;
    dx += (wide)blockIdx.x * columns;
    float mean = moments[2 * blockIdx.x];
    float factor = moments[2 * blockIdx.x + 1];
    float total = 0.0f;
    float dot = 0.0f;
    EACH_COLUMN(j, columns) {
        float grad = dy[j] * gain[j];
        total += grad;
        dot += grad * (x[j] - mean) * factor;
    }
    total = blockSum(total) / columns;
    dot = blockSum(dot) / columns;
    EACH_COLUMN(j, columns) { dx[j] += factor * (dy[j] * gain[j] - total - (x[j] - mean) * factor * dot); }
}

extern "C" __global__ void layerNormGain(
    const float *x, const float *dy, const float *moments, float *dGain, float *dBias, int rows, int columns) {
    int j = blockColumn();
    float g = 0.0f;
    float b = 0.0f;
    if (j < columns) {
        for (int i = blockRow(); i < rows; i += COLUMN_WARPS) {
            wide at = (wide)i * columns + j;
            g += dy[at] * (x[at] - moments[2 * i]) * moments[2 * i + 1];
            b += dy[at];
        }
    }
    addColumn(g, dGain, columns);
    addColumn(b, dBias, columns);
}

// inverse: 1 / length of each row.
extern "C" __global__ void rmsNorm(
    const float *x, const float *gain, float *y, float *inverse, int columns, float root) {
    x += (wide)blockIdx.x * columns;
    y += (wide)blockIdx.x * columns;
    float squares = 0.0f;
    EACH_COLUMN(j, columns) { squares += x[j] * x[j]; }
    float factor = 1.0f / fmaxf(sqrtf(blockSum(squares)), 1e-12f);
    EACH_COLUMN(j, columns) { y[j] = x[j] * factor * root * gain[j]; }
    if (threadIdx.x == 0) {
        inverse[blockIdx.x] = factor;
    }
}

// With e = x / ‖x‖ and u = root · gain · dy: dx += (u - e (e · u)) / ‖x‖.
extern "C" __global__ void rmsNormInput(
    const float *x, const float *dy, const float *inverse, const float *gain, float *dx, int columns, float root) {
    x += (wide)blockIdx.x * columns;
    dy += (wide)blockIdx.x * columns;
    dx += (wide)blockIdx.x * columns;
    float factor = inverse[blockIdx.x];
    float dot = 0.0f;
    EACH_COLUMN(j, columns) { dot += root * gain[j] * dy[j] * x[j] * factor; }
    dot = blockSum(dot);
    EACH_COLUMN(j, columns) { dx[j] += factor * (root * gain[j] * dy[j] - x[j] * factor * dot); }
}

extern "C" __global__ void rmsNormGain(
    const float *x, const float *dy, const float *inverse, float *dGain, int rows, int columns, float root) {
    int j = blockColumn();
    float g = 0.0f;
    if (j < columns) {
        for (int i = blockRow(); i < rows; i += COLUMN_WARPS) {
            g += root * dy[(wide)i * columns + j] * x[(wide)i * columns + j] * inverse[i];
        }
    }
    addColumn(g, dGain, columns);
}
