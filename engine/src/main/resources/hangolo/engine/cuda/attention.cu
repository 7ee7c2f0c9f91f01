// Softmax of attention over the keys of one sequence, between the products of all its heads: a block for each query of each
// head. scores and weights are [heads, queries, keys].

// The first of the dice of this block's row; `task` counts the heads of the sequences before this one.
__device__ inline wide attentionDice(int task, int queries, int keys) {
    int head = blockIdx.x / queries;
    int query = blockIdx.x % queries;
    return ((wide)(task + head) * queries + query) * keys;
}

// Scores become weights, in place; a causal query sees the keys up to its own position, the last stands at the last key.
extern "C" __global__ void attentionSoftmax(float *scores, int queries, int keys, int causal) {
    float *row = scores + (wide)blockIdx.x * keys;
    int visible = causal ? keys - queries + (int)(blockIdx.x % queries) + 1 : keys;
    float max = MINUS_INFINITY;
    EACH_COLUMN(j, visible) { max = fmaxf(max, row[j]); }
    max = blockMax(max);
    float sum = 0.0f;
    EACH_COLUMN(j, visible) { sum += expf(row[j] - max); }
    float factor = 1.0f / blockSum(sum);
    EACH_COLUMN(j, keys) { row[j] = j < visible ? expf(row[j] - max) * factor : 0.0f; }
}

extern "C" __global__ void attentionDrop(
    const float *weights, float *dropped, int task, int queries, int keys, int key, int limit, float keep) {
    wide first = attentionDice(task, queries, keys);
    wide row = (wide)blockIdx.x * keys;
    EACH_COLUMN(j, keys) { dropped[row + j] = weights[row + j] * dice(key, limit, keep, first + j); }
}

// slopes of the weights become slopes of the scores, in place: p · (u - Σ u · p), u after dropout.
extern "C" __global__ void attentionBackward(
    const float *weights, float *slopes, int task, int queries, int keys, int key, int limit, float keep) {
    wide first = attentionDice(task, queries, keys);
    const float *p = weights + (wide)blockIdx.x * keys;
    float *up = slopes + (wide)blockIdx.x * keys;
    float along = 0.0f;
    EACH_COLUMN(j, keys) {
        up[j] *= dice(key, limit, keep, first + j);
        along += up[j] * p[j];
    }
    along = blockSum(along);
    EACH_COLUMN(j, keys) { up[j] = p[j] * (up[j] - along); }
}
