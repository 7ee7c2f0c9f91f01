// Group norm: one mean and deviation for all rows of a sequence and the columns of a group. A block per sequence and group.

// The part of a sequence that a group norm treats as one: rows from..to, `width` columns from column `first`.
struct Group {
    int from;
    int to;
    int first;
    int width;
};

__device__ inline Group blockGroup(const int *bounds, int groups, int columns) {
    int sequence = blockIdx.x / groups;
    int width = columns / groups;
    Group group = {bounds[sequence], bounds[sequence + 1], (int)(blockIdx.x % groups) * width, width};
    return group;
}

__device__ inline wide groupCount(Group group) { return (wide)(group.to - group.from) * group.width; }

// Where value i of a group lies in the matrix.
__device__ inline wide groupAt(Group group, wide i, int columns) {
    return (group.from + (int)i / group.width) * (wide)columns + group.first + (int)i % group.width;
}

#define EACH_OF_GROUP(i, group) for (wide i = threadIdx.x; i < groupCount(group); i += blockDim.x)

// moments: mean and 1 / deviation of each group of each sequence.
extern "C" __global__ void groupNormMoments(
    const float *x, const int *bounds, float *moments, int groups, int columns, float epsilon) {
    Group group = blockGroup(bounds, groups, columns);
    float sum = 0.0f;
    EACH_OF_GROUP(i, group) { sum += x[groupAt(group, i, columns)]; }
    float mean = blockSum(sum) / groupCount(group);
    float squares = 0.0f;
    EACH_OF_GROUP(i, group) {
        float distance = x[groupAt(group, i, columns)] - mean;
        squares += distance * distance;
    }
    squares = blockSum(squares) / groupCount(group);
    if (threadIdx.x == 0) {
        moments[2 * blockIdx.x] = mean;
        moments[2 * blockIdx.x + 1] = 1.0f / sqrtf(squares + epsilon);
    }
}

extern "C" __global__ void groupNorm(
    const float *x, const int *bounds, int sequences, const float *moments, const float *gain, const float *bias,
    float *y, int groups, int columns, wide n) {
    EACH_VALUE(i, n) {
        int j = (int)i % columns;
        int group = segment(bounds, sequences, (int)i / columns) * groups + j / (columns / groups);
        y[i] = (x[i] - moments[2 * group]) * moments[2 * group + 1] * gain[j] + bias[j];
    }
}

// means: the mean over each group of u = dy · gain, and of u · x̂.
extern "C" __global__ void groupNormMeans(
    const float *x, const float *dy, const int *bounds, const float *moments, const float *gain, float *means,
    int groups, int columns) {
    Group group = blockGroup(bounds, groups, columns);
    float mean = moments[2 * blockIdx.x];
    float factor = moments[2 * blockIdx.x + 1];
    float total = 0.0f;
    float dot = 0.0f;
    EACH_OF_GROUP(i, group) {
        wide at = groupAt(group, i, columns);
        float grad = dy[at] * gain[at % columns];
        total += grad;
        dot += grad * (x[at] - mean) * factor;
    }
    total = blockSum(total);
    dot = blockSum(dot);
    if (threadIdx.x == 0) {
        means[2 * blockIdx.x] = total / groupCount(group);
        means[2 * blockIdx.x + 1] = dot / groupCount(group);
    }
}

extern "C" __global__ void groupNormInput(
    const float *x, const float *dy, const int *bounds, int sequences, const float *moments, const float *means,
    const float *gain, float *dx, int groups, int columns, wide n) {
    EACH_VALUE(i, n) {
        int j = (int)i % columns;
        int group = segment(bounds, sequences, (int)i / columns) * groups + j / (columns / groups);
        float factor = moments[2 * group + 1];
        float hat = (x[i] - moments[2 * group]) * factor;
        dx[i] += factor * (dy[i] * gain[j] - means[2 * group] - hat * means[2 * group + 1]);
    }
}

extern "C" __global__ void groupNormGain(
    const float *x, const float *dy, const int *bounds, int sequences, const float *moments, float *dGain,
    float *dBias, int groups, int rows, int columns) {
    int j = blockColumn();
    float g = 0.0f;
    float b = 0.0f;
    if (j < columns) {
        for (int i = blockRow(); i < rows; i += COLUMN_WARPS) {
            int group = segment(bounds, sequences, i) * groups + j / (columns / groups);
            wide at = (wide)i * columns + j;
            g += dy[at] * (x[at] - moments[2 * group]) * moments[2 * group + 1];
            b += dy[at];
        }
    }
    addColumn(g, dGain, columns);
    addColumn(b, dBias, columns);
}
