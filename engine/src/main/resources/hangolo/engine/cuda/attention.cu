// Softmax of attention over the keys of one sequence, between the batched matrix multiplications, for one query tile: a block per
// query and head. Matrices are [heads, queries, stride] of which the first `keys` columns are used: those that the last query of
// the tile sees. A causal query sees one key less than the next query.
//
// Operands of the next multiplication replace the fp32 values in place, or are written in bf16 if an address is given.

// The keys that the query of this block sees.
__device__ inline int attentionVisible(int queries, int keys, int causal) {
    return causal ? keys - queries + (int)(blockIdx.x % queries) + 1 : keys;
}

// Position of the first weight of this block's row, for dropout.
__device__ inline wide attentionFirstWeight(wide first, int queries, wide perHead, int perQuery) {
    return first + blockIdx.x / queries * perHead + (wide)(blockIdx.x % queries) * perQuery;
}

__device__ inline void attentionOperand(float *plain, bf16 *rounded, wide at, float value) {
    if (rounded) {
        rounded[at] = toBf16(value);
    } else {
        plain[at] = value;
    }
}

// Softmax and dropout of the scores; saves the log-sum-exp of each row.
extern "C" __global__ void attentionSoftmax(
    float *scores, bf16 *rounded, float *logSums, int queries, int keys, int stride, int causal, wide firstWeight,
    wide perHead, int perQuery, int key, int threshold, float scale) {
    wide row = (wide)blockIdx.x * stride;
    int visible = attentionVisible(queries, keys, causal);
    wide position = attentionFirstWeight(firstWeight, queries, perHead, perQuery);
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
        attentionOperand(scores, rounded, row + j, weight * dropoutMask(key, threshold, scale, position + j));
    }
}

// Recomputes the weights after dropout, and turns their gradients into those of the scores: p · (u - Σ u · p), where p is a weight
// before dropout and u its gradient.
extern "C" __global__ void attentionBackward(
    float *scores, bf16 *roundedWeights, float *scoreGradients, bf16 *roundedGradients, const float *logSums, int queries, int keys,
    int stride, int causal, wide firstWeight, wide perHead, int perQuery, int key, int threshold, float scale) {
    wide row = (wide)blockIdx.x * stride;
    int visible = attentionVisible(queries, keys, causal);
    wide position = attentionFirstWeight(firstWeight, queries, perHead, perQuery);
    float logSum = logSums[blockIdx.x];
    float dot = 0.0f;
    EACH_COLUMN(j, visible) {
        float p = expf(scores[row + j] - logSum);
        scores[row + j] = p;
        dot += scoreGradients[row + j] * dropoutMask(key, threshold, scale, position + j) * p;
    }
    dot = blockSum(dot);
    EACH_COLUMN(j, keys) {
        float p = j < visible ? scores[row + j] : 0.0f;
        float mask = dropoutMask(key, threshold, scale, position + j);
        float gradient = j < visible ? p * (scoreGradients[row + j] * mask - dot) : 0.0f;
        attentionOperand(scores, roundedWeights, row + j, p * mask);
        attentionOperand(scoreGradients, roundedGradients, row + j, gradient);
    }
}
