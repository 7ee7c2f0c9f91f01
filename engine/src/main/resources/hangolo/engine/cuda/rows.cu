// Operations that copy, repeat, average or interpolate whole rows.

extern "C" __global__ void gather(const float *table, const int *rows, float *y, int columns, wide n) {
    EACH_VALUE(i, n) { y[i] = table[(wide)rows[(int)i / columns] * columns + (int)i % columns]; }
}

// table[rows[i]] += dy[i], a block for each i. The first block with a row sums all entries of that row, in order.
extern "C" __global__ void gatherBackward(const float *dy, const int *rows, float *dTable, int count, int columns) {
    int mine = blockIdx.x;
    int row = rows[mine];
    float earlier = 0.0f;
    for (int i = threadIdx.x; i < mine; i += blockDim.x) {
        earlier += rows[i] == row ? 1.0f : 0.0f;
    }
    if (blockSum(earlier) > 0.0f) {
        return;
    }
    EACH_COLUMN(j, columns) {
        float sum = 0.0f;
        for (int i = mine; i < count; i++) {
            if (rows[i] == row) {
                sum += dy[(wide)i * columns + j];
            }
        }
        dTable[(wide)row * columns + j] += sum;
    }
}

// Copies `width` columns between matrices of different width; n values in total.
extern "C" __global__ void copyColumns(
    const float *x, int xColumns, int xFirst, float *y, int yColumns, int yFirst, int width, wide n) {
    EACH_VALUE(i, n) {
        int row = (int)i / width;
        int column = (int)i % width;
        y[(wide)row * yColumns + yFirst + column] = x[(wide)row * xColumns + xFirst + column];
    }
}

extern "C" __global__ void meanRows(const float *x, const int *bounds, float *y, int columns, wide n) {
    EACH_VALUE(i, n) {
        int from = bounds[i / columns];
        int to = bounds[i / columns + 1];
        float sum = 0.0f;
        for (int r = from; r < to; r++) {
            sum += x[(wide)r * columns + i % columns];
        }
        y[i] = sum / (to - from);
    }
}

extern "C" __global__ void softmaxRows(const float *x, const int *bounds, float *y, int columns, wide n) {
    EACH_VALUE(i, n) {
        int from = bounds[i / columns];
        int to = bounds[i / columns + 1];
        wide j = i % columns;
        float max = MINUS_INFINITY;
        for (int r = from; r < to; r++) {
            max = fmaxf(max, x[(wide)r * columns + j]);
        }
        float sum = 0.0f;
        for (int r = from; r < to; r++) {
            sum += expf(x[(wide)r * columns + j] - max);
        }
        for (int r = from; r < to; r++) {
            y[(wide)r * columns + j] = expf(x[(wide)r * columns + j] - max) / sum;
        }
    }
}

// Row i of y reads position places[i] of x.
extern "C" __global__ void interpolateRows(
    const float *x, const float *places, float *y, int rows, int columns, wide n) {
    EACH_VALUE(i, n) {
        float place = places[i / columns];
        int at = min((int)place, rows - 1);
        float share = place - at;
        wide j = i % columns;
        y[i] = (1.0f - share) * x[(wide)at * columns + j] + share * x[(wide)min(at + 1, rows - 1) * columns + j];
    }
}
