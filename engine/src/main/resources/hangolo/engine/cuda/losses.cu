// Losses: a mean over rows. Nothing of the size of the logits is saved.

// For each row with a target: the log-sum-exp and the loss.
extern "C" __global__ void crossEntropyRows(
    const float *logits, const int *targets, float *totals, float *each, int classes) {
    const float *row = logits + (wide)blockIdx.x * classes;
    int target = targets[blockIdx.x];
    float max = MINUS_INFINITY;
    EACH_COLUMN(j, classes) { max = fmaxf(max, row[j]); }
    max = blockMax(max);
    float sum = 0.0f;
    EACH_COLUMN(j, classes) { sum += expf(row[j] - max); }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        float total = max + logf(sum);
        totals[blockIdx.x] = total;
        each[blockIdx.x] = target < 0 ? 0.0f : total - row[target];
    }
}

// One block: the mean over the rows with a target, and their number.
extern "C" __global__ void crossEntropyMean(
    const float *each, const int *targets, float *loss, float *counted, int rows) {
    float sum = 0.0f;
    float count = 0.0f;
    for (int i = threadIdx.x; i < rows; i += blockDim.x) {
        sum += each[i];
        count += targets[i] < 0 ? 0.0f : 1.0f;
    }
    sum = blockSum(sum);
    count = blockSum(count);
    if (threadIdx.x == 0) {
        loss[0] = sum / count;
        counted[0] = count;
    }
}

extern "C" __global__ void crossEntropyBackward(
    const float *logits, const int *targets, const float *totals, const float *dLoss, const float *counted,
    float *dLogits, int classes) {
    const float *row = logits + (wide)blockIdx.x * classes;
    float *gradient = dLogits + (wide)blockIdx.x * classes;
    int target = targets[blockIdx.x];
    if (target < 0) {
        return;
    }
    float factor = dLoss[0] / counted[0];
    float total = totals[blockIdx.x];
    EACH_COLUMN(j, classes) { gradient[j] += factor * (expf(row[j] - total) - (j == target ? 1.0f : 0.0f)); }
}

// parts: a sum of (x - target)² for each block.
extern "C" __global__ void squaredErrorParts(const float *x, const float *target, float *parts, wide n) {
    float sum = 0.0f;
    EACH_VALUE(i, n) { sum += (x[i] - target[i]) * (x[i] - target[i]); }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        parts[blockIdx.x] = sum;
    }
}

// One block: the sum of all parts, divided.
extern "C" __global__ void sumOfParts(const float *parts, int count, float divisor, float *result) {
    float sum = 0.0f;
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        sum += parts[i];
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        result[0] = sum / divisor;
    }
}

extern "C" __global__ void squaredErrorBackward(
    const float *x, const float *target, const float *dLoss, float *dx, wide n) {
    float factor = 2.0f * dLoss[0] / n;
    EACH_VALUE(i, n) { dx[i] += factor * (x[i] - target[i]); }
}
