// cublasLtMatmul by a plain loop, column by column as the library counts. It checks what the library would refuse.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <vector>

#define API extern "C" __attribute__((visibility("default")))

enum Status { SUCCESS = 0, INVALID_VALUE = 7, NOT_SUPPORTED = 15 };
enum Type { FP32 = 0, BF16 = 14 };
enum Compute { COMPUTE_FP32 = 68, COMPUTE_FAST_TF32 = 77 };

struct Layout {
    int type;
    uint64_t rows, columns;
    int64_t stride;
    int32_t batches;
    int64_t batchStride;
};

struct Operation {
    int compute, scaleType;
    int32_t transposeA, transposeB;
};

struct Preference {
    uint64_t workspace;
    uint32_t alignment[4];
};

struct Algorithm {
    uint64_t data[8];
};

struct Heuristic {
    Algorithm algorithm;
    size_t workspace;
    int status;
    float waves;
    int reserved[4];
};

static const uint64_t CHOSEN = 0x43484f53454e;

API int cublasLtCreate(void **handle) {
    *handle = (void *)&CHOSEN;
    return SUCCESS;
}

API int cublasLtDestroy(void *) { return SUCCESS; }

API size_t cublasLtGetVersion() { return 130000; }

API const char *cublasLtGetStatusString(int status) {
    return status == INVALID_VALUE ? "CUBLAS_STATUS_INVALID_VALUE" : "CUBLAS_STATUS_NOT_SUPPORTED";
}

API int cublasLtMatrixLayoutCreate(Layout **layout, int type, uint64_t rows, uint64_t columns, int64_t stride) {
    *layout = new Layout{type, rows, columns, stride, 1, 0};
    return stride < (int64_t)rows ? INVALID_VALUE : SUCCESS;
}

API int cublasLtMatrixLayoutDestroy(Layout *layout) {
    delete layout;
    return SUCCESS;
}

API int cublasLtMatrixLayoutSetAttribute(Layout *layout, int attribute, const void *value, size_t bytes) {
    if (attribute == 5 && bytes == 4) {
        layout->batches = *(const int32_t *)value;
    } else if (attribute == 6 && bytes == 8) {
        layout->batchStride = *(const int64_t *)value;
    } else {
        return INVALID_VALUE;
    }
    return SUCCESS;
}

API int cublasLtMatmulDescCreate(Operation **operation, int compute, int scaleType) {
    *operation = new Operation{compute, scaleType, 0, 0};
    return SUCCESS;
}

API int cublasLtMatmulDescDestroy(Operation *operation) {
    delete operation;
    return SUCCESS;
}

API int cublasLtMatmulDescSetAttribute(Operation *operation, int attribute, const void *value, size_t bytes) {
    if (bytes != 4 || (attribute != 3 && attribute != 4)) {
        return INVALID_VALUE;
    }
    (attribute == 3 ? operation->transposeA : operation->transposeB) = *(const int32_t *)value;
    return SUCCESS;
}

API int cublasLtMatmulPreferenceCreate(Preference **preference) {
    *preference = new Preference{0, {256, 256, 256, 256}};
    return SUCCESS;
}

API int cublasLtMatmulPreferenceDestroy(Preference *preference) {
    delete preference;
    return SUCCESS;
}

API int cublasLtMatmulPreferenceSetAttribute(Preference *preference, int attribute, const void *value, size_t bytes) {
    if (attribute == 1 && bytes == 8) {
        preference->workspace = *(const uint64_t *)value;
    } else if (attribute >= 5 && attribute <= 8 && bytes == 4) {
        preference->alignment[attribute - 5] = *(const uint32_t *)value;
    } else {
        return INVALID_VALUE;
    }
    return SUCCESS;
}

static uint64_t height(const Layout *x, int transposed) { return transposed ? x->columns : x->rows; }

static uint64_t width(const Layout *x, int transposed) { return transposed ? x->rows : x->columns; }

static bool fits(const Operation *o, const Layout *a, const Layout *b, const Layout *c, const Layout *d) {
    bool types = a->type == b->type && c->type == FP32 && d->type == FP32 && o->scaleType == FP32
        && ((a->type == FP32 && (o->compute == COMPUTE_FP32 || o->compute == COMPUTE_FAST_TF32))
            || (a->type == BF16 && o->compute == COMPUTE_FP32));
    bool sizes = height(a, o->transposeA) == d->rows && width(b, o->transposeB) == d->columns
        && width(a, o->transposeA) == height(b, o->transposeB) && c->rows == d->rows && c->columns == d->columns;
    return types && sizes && a->batches == b->batches && a->batches == d->batches && c->batches == d->batches;
}

API int cublasLtMatmulAlgoGetHeuristic(
    void *, const Operation *o, const Layout *a, const Layout *b, const Layout *c, const Layout *d, const Preference *p,
    int wanted, Heuristic *results, int *found) {
    if (!fits(o, a, b, c, d) || wanted < 1) {
        return INVALID_VALUE;
    }
    memset(results, 0, sizeof *results);
    results->algorithm.data[0] = CHOSEN;
    for (int i = 0; i < 4; i++) {
        results->algorithm.data[1 + i] = p->alignment[i];
    }
    *found = 1;
    return SUCCESS;
}

// To 10 bits of mantissa, ties away from zero, as tensor cores read fp32.
static float tf32(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    if ((bits & 0x7f800000) != 0x7f800000) {
        bits = (bits + 0x1000) & ~0x1fffu;
    }
    memcpy(&x, &bits, sizeof x);
    return x;
}

static float value(const void *matrix, int type, int64_t at, int compute) {
    if (type == FP32) {
        float x = ((const float *)matrix)[at];
        return compute == COMPUTE_FAST_TF32 ? tf32(x) : x;
    }
    uint32_t bits = (uint32_t)((const uint16_t *)matrix)[at] << 16;
    float result;
    memcpy(&result, &bits, sizeof result);
    return result;
}

// The vectors that sums run over, one after the other: the rows of a matrix, or its columns.
static std::vector<float> vectors(const void *matrix, const Layout *x, int batch, bool rows, int compute) {
    uint64_t count = rows ? x->rows : x->columns;
    uint64_t length = rows ? x->columns : x->rows;
    int64_t start = batch * x->batchStride;
    std::vector<float> result(count * length);
    for (uint64_t i = 0; i < count; i++) {
        for (uint64_t k = 0; k < length; k++) {
            int64_t at = start + (rows ? k * x->stride + i : i * x->stride + k);
            result[i * length + k] = value(matrix, x->type, at, compute);
        }
    }
    return result;
}

// Every matrix of a batch begins where the algorithm was promised that it begins.
static bool aligned(const void *matrix, const Layout *x, uint64_t alignment) {
    for (int batch = 0; batch < x->batches; batch++) {
        if (((uintptr_t)matrix + batch * x->batchStride * (x->type == BF16 ? 2 : 4)) % alignment != 0) {
            return false;
        }
    }
    return true;
}

static float dot(const float *x, const float *y, uint64_t length) {
    float sums[8] = {};
    uint64_t k = 0;
    for (; k + 8 <= length; k += 8) {
        for (int i = 0; i < 8; i++) {
            sums[i] += x[k + i] * y[k + i];
        }
    }
    float sum = 0;
    for (; k < length; k++) {
        sum += x[k] * y[k];
    }
    for (float part : sums) {
        sum += part;
    }
    return sum;
}

static void multiply(
    const Operation *o, float alpha, const void *a, const Layout *la, const void *b, const Layout *lb, float beta, float *d,
    const Layout *ld, int batch) {
    uint64_t inner = width(la, o->transposeA);
    std::vector<float> left = vectors(a, la, batch, !o->transposeA, o->compute);
    std::vector<float> right = vectors(b, lb, batch, o->transposeB, o->compute);
    for (uint64_t j = 0; j < ld->columns; j++) {
        float *column = d + batch * ld->batchStride + j * ld->stride;
        const float *y = right.data() + j * inner;
        for (uint64_t i = 0; i < ld->rows; i++) {
            float sum = dot(left.data() + i * inner, y, inner);
            column[i] = alpha * sum + (beta == 0 ? 0 : beta * column[i]);
        }
    }
}

// The driver's: work on a stream, for later.
extern "C" int emulatedLater(void *stream, int (*work)(void *), void *argument);

struct Call {
    Operation operation;
    float alpha, beta;
    const void *a, *b;
    Layout la, lb, ld;
    float *d;
};

static int run(void *argument) {
    Call *call = (Call *)argument;
    for (int batch = 0; batch < call->ld.batches; batch++) {
        multiply(
            &call->operation, call->alpha, call->a, &call->la, call->b, &call->lb, call->beta, call->d, &call->ld, batch);
    }
    delete call;
    return SUCCESS;
}

API int cublasLtMatmul(
    void *, const Operation *o, const void *alpha, const void *a, const Layout *la, const void *b, const Layout *lb,
    const void *beta, const void *c, const Layout *lc, void *d, const Layout *ld, const Algorithm *algorithm, void *,
    size_t, void *stream) {
    const uint64_t *promised = algorithm->data + 1;
    bool places = aligned(a, la, promised[0]) && aligned(b, lb, promised[1]) && aligned(c, lc, promised[2])
        && aligned(d, ld, promised[3]);
    if (!fits(o, la, lb, lc, ld) || !places || algorithm->data[0] != CHOSEN) {
        return INVALID_VALUE;
    }
    if (c != d) {
        return NOT_SUPPORTED;
    }
    Call *call = new Call{*o, *(const float *)alpha, *(const float *)beta, a, b, *la, *lb, *ld, (float *)d};
    return emulatedLater(stream, run, call);
}
