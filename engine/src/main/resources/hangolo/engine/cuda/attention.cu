// Softmax of attention over the keys of one sequence, between the products of all its heads, for a strip of its queries: a
// block for each query of each head. Matrices are [heads, queries, stride], and the first `keys` columns count: those that
// the last query of the strip sees. A causal query sees one key less than the query behind it.
//
// What products read again lies in place of the 32-bit numbers, or in bf16 where another place is given for it.

// The keys that the query of this block sees.
__device__ inline int attentionVisible(int queries, int keys, int causal) {
    return causal ? keys - queries + (int)(blockIdx.x % queries) + 1 : keys;
}

// The first of the dice of this block's row; they lie `perHead` and `perQuery` apart.
__device__ inline wide attentionDice(wide first, int queries, wide perHead, int perQuery) {
    return first + blockIdx.x / queries * perHead + (wide)(blockIdx.x % queries) * perQuery;
}

__device__ inline void attentionFactor(float *plain, bf16 *rounded, wide at, float value) {
    if (rounded) {
        rounded[at] = toBf16(value);
    } else {
        plain[at] = value;
    }
}

// Scores become weights after dropout; the logarithm of the sum of each row's exponentials is kept.
extern "C" __global__ void attentionSoftmax(
    float *scores, bf16 *rounded, float *logSums, int queries, int keys, int stride, int causal, wide firstDice,
    wide perHead, int perQuery, int key, int limit, float keep) {
    wide row = (wide)blockIdx.x * stride;
    int visible = attentionVisible(queries, keys, causal);
    wide thrown = attentionDice(firstDice, queries, perHead, perQuery);
    float max = MINUS_INFINITY;
    EACH_COLUMN(j, visible) { max = fmaxf(max, scores[row + j]); }
    max = blockMax(max);
    float sum = 0.0f;
    EACH_COLUMN(j, visible) { sum += expf(scores[row + j] - max); }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        logSums[blockIdx.x] = max + logf(sum);
    }
    float factor = 1.0f / sum;
    EACH_COLUMN(j, keys) {
        float weight = j < visible ? expf(scores[row + j] - max) * factor : 0.0f;
        attentionFactor(scores, rounded, row + j, weight * dice(key, limit, keep, thrown + j));
    }
}

// Scores become weights after dropout once more, and slopes of these become slopes of the scores: p · (u - Σ u · p), where p is
// a weight before dropout, and u its slope.
extern "C" __global__ void attentionBackward(
    float *scores, bf16 *roundedWeights, float *slopes, bf16 *roundedSlopes, const float *logSums, int queries, int keys,
    int stride, int causal, wide firstDice, wide perHead, int perQuery, int key, int limit, float keep) {
    wide row = (wide)blockIdx.x * stride;
    int visible = attentionVisible(queries, keys, causal);
    wide thrown = attentionDice(firstDice, queries, perHead, perQuery);
    float logSum = logSums[blockIdx.x];
    float along = 0.0f;
    EACH_COLUMN(j, visible) {
        float p = expf(scores[row + j] - logSum);
        scores[row + j] = p;
        along += slopes[row + j] * dice(key, limit, keep, thrown + j) * p;
    }
    along = blockSum(along);
    EACH_COLUMN(j, keys) {
        float p = j < visible ? scores[row + j] : 0.0f;
        float kept = dice(key, limit, keep, thrown + j);
        float slope = j < visible ? p * (slopes[row + j] * kept - along) : 0.0f;
        attentionFactor(scores, roundedWeights, row + j, p * kept);
        attentionFactor(slopes, roundedSlopes, row + j, slope);
    }
}
