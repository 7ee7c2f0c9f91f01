// Sums over the rows of a matrix, column by column: a block takes 32 columns, each of its 8 warps every eighth row.

#define COLUMN_WARPS 8

// The column of this thread; it may be past the last one.
__device__ inline int blockColumn() { return blockIdx.x * WARP + threadIdx.x % WARP; }

__device__ inline int blockRow() { return threadIdx.x / WARP; }

// Sums the partial sums of the warps, and adds them to a row.
__device__ inline void addColumn(float value, float *row, int columns) {
    __shared__ float parts[COLUMN_WARPS][WARP];
    __syncthreads();
    parts[threadIdx.x / WARP][threadIdx.x % WARP] = value;
    __syncthreads();
    float sum = 0.0f;
    for (int i = 0; i < COLUMN_WARPS; i++) {
        sum += parts[i][threadIdx.x % WARP];
    }
    if (blockRow() == 0 && blockColumn() < columns) {
        row[blockColumn()] += sum;
    }
}

// sums[j] += the sum over column j. Also casts x to bf16 if an address is given.
extern "C" __global__ void columnSums(const float *x, float *sums, bf16 *rounded, int rows, int columns) {
    int j = blockColumn();
    float sum = 0.0f;
    if (j < columns) {
        for (int i = blockRow(); i < rows; i += COLUMN_WARPS) {
            wide at = (wide)i * columns + j;
            sum += x[at];
            if (rounded) {
                rounded[at] = toBf16(x[at]);
            }
        }
    }
    addColumn(sum, sums, columns);
}
