// The part of the CUDA driver that the cuda backend calls, with one card of 1 GiB whose memory is the computer's. New memory
// holds NaN. Compiled together with the kernels, whose table is kernels().
#include <map>

using namespace emulated;

namespace {

const size_t CARD_BYTES = (size_t)1 << 30;

enum Result { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_IMAGE = 200, NOT_FOUND = 500, LAUNCH_FAILED = 719 };

std::map<unsigned long long, size_t> blocks;
size_t usedBytes;

bool inside(unsigned long long address, size_t bytes) {
    auto next = blocks.upper_bound(address);
    if (next == blocks.begin()) {
        return false;
    }
    --next;
    return address + bytes <= next->first + next->second;
}

int moved(void *to, const void *from, size_t bytes) {
    memmove(to, from, bytes);
    return SUCCESS;
}

} // namespace

#define API extern "C" __attribute__((visibility("default"))) int

API cuInit(unsigned int) { return SUCCESS; }

API cuDriverGetVersion(int *version) {
    *version = 13000;
    return SUCCESS;
}

// NVIDIA's own libraries ask for functions that have no names; a real NVRTC does without them, but must be told.
API cuGetExportTable(const void **table, const void *) {
    *table = nullptr;
    return NOT_FOUND;
}

API cuDeviceGetCount(int *count) {
    *count = 1;
    return SUCCESS;
}

API cuDeviceGet(int *device, int ordinal) {
    *device = ordinal;
    return ordinal == 0 ? SUCCESS : 101;
}

API cuDeviceGetName(char *name, int length, int) {
    snprintf(name, length, "emulated card");
    return SUCCESS;
}

API cuDeviceGetPCIBusId(char *id, int length, int) {
    snprintf(id, length, "0000:17:00.0");
    return SUCCESS;
}

API cuDeviceTotalMem_v2(size_t *bytes, int) {
    *bytes = CARD_BYTES;
    return SUCCESS;
}

API cuDeviceGetAttribute(int *value, int attribute, int) {
    *value = attribute == 75 ? 9 : 0; // compute capability 9.0
    return SUCCESS;
}

API cuDevicePrimaryCtxRetain(void **context, int) {
    *context = &blocks;
    return SUCCESS;
}

API cuDevicePrimaryCtxRelease_v2(int) { return SUCCESS; }

API cuCtxSetCurrent(void *context) { return context == &blocks ? SUCCESS : 201; }

API cuStreamCreate(void **stream, unsigned int) {
    *stream = &usedBytes;
    return SUCCESS;
}

API cuStreamDestroy_v2(void *) { return SUCCESS; }

API cuStreamSynchronize(void *) { return SUCCESS; }

API cuMemAlloc_v2(unsigned long long *address, size_t bytes) {
    if (bytes == 0) {
        return INVALID_VALUE;
    }
    if (usedBytes + bytes > CARD_BYTES) {
        return OUT_OF_MEMORY;
    }
    void *block = aligned_alloc(256, (bytes + 255) / 256 * 256);
    memset(block, 0xff, bytes);
    *address = (unsigned long long)block;
    blocks[*address] = bytes;
    usedBytes += bytes;
    return SUCCESS;
}

API cuMemFree_v2(unsigned long long address) {
    if (!blocks.count(address)) {
        return INVALID_VALUE;
    }
    usedBytes -= blocks[address];
    blocks.erase(address);
    free((void *)address);
    return SUCCESS;
}

API cuMemGetInfo_v2(size_t *free, size_t *total) {
    *free = CARD_BYTES - usedBytes;
    *total = CARD_BYTES;
    return SUCCESS;
}

API cuMemcpyHtoDAsync_v2(unsigned long long to, const void *from, size_t bytes, void *) {
    return inside(to, bytes) ? moved((void *)to, from, bytes) : INVALID_VALUE;
}

API cuMemcpyDtoHAsync_v2(void *to, unsigned long long from, size_t bytes, void *) {
    return inside(from, bytes) ? moved(to, (const void *)from, bytes) : INVALID_VALUE;
}

API cuMemcpyDtoDAsync_v2(unsigned long long to, unsigned long long from, size_t bytes, void *) {
    return inside(to, bytes) && inside(from, bytes) ? moved((void *)to, (const void *)from, bytes) : INVALID_VALUE;
}

API cuMemsetD32Async(unsigned long long address, unsigned int value, size_t count, void *) {
    if (!inside(address, 4 * count)) {
        return INVALID_VALUE;
    }
    for (size_t i = 0; i < count; i++) {
        ((unsigned int *)address)[i] = value;
    }
    return SUCCESS;
}

API cuModuleLoadData(void **module, const void *image) {
    *module = &blocks;
    bool cubin = strncmp((const char *)image, "emulated cubin", 14) == 0;
    bool ptx = !cubin && strstr((const char *)image, "\n.target sm_75\n");
    return cubin || ptx ? SUCCESS : INVALID_IMAGE;
}

API cuModuleUnload(void *) { return SUCCESS; }

API cuModuleGetFunction(void **function, void *, const char *name) {
    for (const Kernel *kernel = kernels(); kernel->name; kernel++) {
        if (strcmp(kernel->name, name) == 0) {
            *function = (void *)kernel->call;
            return SUCCESS;
        }
    }
    return NOT_FOUND;
}

API cuLaunchKernel(
    void *function, unsigned int gridX, unsigned int gridY, unsigned int gridZ, unsigned int blockX, unsigned int blockY,
    unsigned int blockZ, unsigned int sharedBytes, void *, void **arguments, void **) {
    bool flat = gridY == 1 && gridZ == 1 && blockY == 1 && blockZ == 1 && sharedBytes == 0;
    if (!flat || gridX == 0 || gridX > 0x7fffffffu || blockX == 0 || blockX > MOST_THREADS) {
        return INVALID_VALUE;
    }
    const char *problem = launch((void (*)(void **))function, arguments, {gridX, 1, 1}, {blockX, 1, 1});
    if (problem) {
        fprintf(stderr, "emulated card: %s\n", problem);
    }
    return problem ? LAUNCH_FAILED : SUCCESS;
}

API cuGetErrorString(int error, const char **text) {
    *text = error == OUT_OF_MEMORY ? "out of memory" : error == LAUNCH_FAILED ? "launch failed" : "emulated error";
    return SUCCESS;
}
