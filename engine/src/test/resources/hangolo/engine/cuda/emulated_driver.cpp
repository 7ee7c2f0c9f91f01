// The part of the CUDA driver that the cuda backend calls, with one GPU of 1 GiB whose memory is the computer's. New memory
// holds NaN. A GPU does its work at any time before somebody waits for it; here it is done at the last moment, so that numbers
// that are changed too early or read too early are wrong. Compiled together with the kernels, whose table is kernels().
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

using namespace emulated;

namespace {

const size_t CARD_BYTES = (size_t)1 << 30;

enum Result { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_IMAGE = 200, NOT_FOUND = 500, LAUNCH_FAILED = 719 };

typedef std::function<int()> Work;

struct Stream {
    std::deque<Work> todo;
    unsigned long long told = 0, done = 0;
};

struct Event {
    Stream *stream = nullptr;
    unsigned long long told = 0;
};

std::map<unsigned long long, size_t> blocks;
std::map<const char *, size_t> locked;
std::map<Stream *, bool> streams;
size_t usedBytes;
std::recursive_mutex mutex;

// One call after the other.
typedef std::lock_guard<std::recursive_mutex> Turn;

int later(void *stream, Work work) {
    Stream *s = (Stream *)stream;
    s->todo.push_back(std::move(work));
    s->told++;
    return SUCCESS;
}

// Does what a stream was told until then; the first failure is what counts.
int catchUp(Stream *stream, unsigned long long told) {
    int result = SUCCESS;
    while (stream->done < told) {
        Work work = std::move(stream->todo.front());
        stream->todo.pop_front();
        stream->done++;
        int one = work();
        result = result == SUCCESS ? one : result;
    }
    return result;
}

int catchUp() {
    int result = SUCCESS;
    for (auto &stream : streams) {
        int one = catchUp(stream.first, stream.first->told);
        result = result == SUCCESS ? one : result;
    }
    return result;
}

bool isLocked(const void *from, size_t bytes) {
    auto next = locked.upper_bound((const char *)from);
    if (next == locked.begin()) {
        return false;
    }
    --next;
    return (const char *)from + bytes <= next->first + next->second;
}

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
    snprintf(name, length, "emulated GPU");
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
    Turn turn(mutex);
    Stream *made = new Stream();
    streams[made] = true;
    *stream = made;
    return SUCCESS;
}

API cuStreamDestroy_v2(void *stream) {
    Turn turn(mutex);
    int result = catchUp((Stream *)stream, ((Stream *)stream)->told);
    streams.erase((Stream *)stream);
    delete (Stream *)stream;
    return result;
}

API cuStreamSynchronize(void *stream) {
    Turn turn(mutex);
    return catchUp((Stream *)stream, ((Stream *)stream)->told);
}

API cuEventCreate(void **event, unsigned int) {
    *event = new Event();
    return SUCCESS;
}

API cuEventDestroy_v2(void *event) {
    delete (Event *)event;
    return SUCCESS;
}

API cuEventRecord(void *event, void *stream) {
    Turn turn(mutex);
    *(Event *)event = {(Stream *)stream, ((Stream *)stream)->told};
    return SUCCESS;
}

API cuStreamWaitEvent(void *stream, void *event, unsigned int) {
    Turn turn(mutex);
    Event noted = *(Event *)event;
    return later(stream, [=] { return noted.stream && streams.count(noted.stream) ? catchUp(noted.stream, noted.told) : SUCCESS; });
}

API cuMemHostAlloc(void **memory, size_t bytes, unsigned int) {
    Turn turn(mutex);
    *memory = malloc(bytes);
    locked[(const char *)*memory] = bytes;
    return SUCCESS;
}

API cuMemFreeHost(void *memory) {
    Turn turn(mutex);
    if (!locked.erase((const char *)memory)) {
        return INVALID_VALUE;
    }
    int result = catchUp();
    free(memory);
    return result;
}

// For other libraries: their work on a stream.
API emulatedLater(void *stream, int (*work)(void *), void *argument) {
    Turn turn(mutex);
    return later(stream, [=] { return work(argument); });
}

API cuMemAlloc_v2(unsigned long long *address, size_t bytes) {
    Turn turn(mutex);
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
    Turn turn(mutex);
    if (!blocks.count(address)) {
        return INVALID_VALUE;
    }
    int result = catchUp();
    usedBytes -= blocks[address];
    blocks.erase(address);
    free((void *)address);
    return result;
}

API cuMemGetInfo_v2(size_t *free, size_t *total) {
    *free = CARD_BYTES - usedBytes;
    *total = CARD_BYTES;
    return SUCCESS;
}

// From memory that is not locked the driver takes the numbers at once.
API cuMemcpyHtoDAsync_v2(unsigned long long to, const void *from, size_t bytes, void *stream) {
    Turn turn(mutex);
    if (!inside(to, bytes)) {
        return INVALID_VALUE;
    }
    if (isLocked(from, bytes)) {
        return later(stream, [=] { return moved((void *)to, from, bytes); });
    }
    std::vector<char> taken((const char *)from, (const char *)from + bytes);
    return later(stream, [=] { return moved((void *)to, taken.data(), bytes); });
}

API cuMemcpyDtoHAsync_v2(void *to, unsigned long long from, size_t bytes, void *stream) {
    Turn turn(mutex);
    return inside(from, bytes) ? later(stream, [=] { return moved(to, (const void *)from, bytes); }) : INVALID_VALUE;
}

API cuMemcpyDtoDAsync_v2(unsigned long long to, unsigned long long from, size_t bytes, void *stream) {
    Turn turn(mutex);
    bool places = inside(to, bytes) && inside(from, bytes);
    return places ? later(stream, [=] { return moved((void *)to, (const void *)from, bytes); }) : INVALID_VALUE;
}

API cuMemsetD32Async(unsigned long long address, unsigned int value, size_t count, void *stream) {
    Turn turn(mutex);
    if (!inside(address, 4 * count)) {
        return INVALID_VALUE;
    }
    return later(stream, [=] {
        for (size_t i = 0; i < count; i++) {
            ((unsigned int *)address)[i] = value;
        }
        return SUCCESS;
    });
}

API cuModuleLoadData(void **module, const void *image) {
    *module = &blocks;
    bool cubin = strncmp((const char *)image, "emulated cubin", 14) == 0;
    bool ptx = !cubin && strstr((const char *)image, "\n.target sm_75\n");
    return cubin || ptx ? SUCCESS : INVALID_IMAGE;
}

API cuModuleUnload(void *) {
    Turn turn(mutex);
    return catchUp();
}

API cuModuleGetFunction(void **function, void *, const char *name) {
    for (const Kernel *kernel = kernels(); kernel->name; kernel++) {
        if (strcmp(kernel->name, name) == 0) {
            *function = (void *)kernel;
            return SUCCESS;
        }
    }
    return NOT_FOUND;
}

// What a kernel is called with is taken at once.
static int start(const Kernel *kernel, unsigned int grid, unsigned int block, std::vector<unsigned long long> values) {
    std::vector<void *> addresses;
    for (auto &value : values) {
        addresses.push_back(&value);
    }
    const char *problem = launch(kernel->call, addresses.data(), {grid, 1, 1}, {block, 1, 1});
    if (problem) {
        fprintf(stderr, "emulated GPU: %s: %s\n", kernel->name, problem);
    }
    return problem ? LAUNCH_FAILED : SUCCESS;
}

API cuLaunchKernel(
    void *function, unsigned int gridX, unsigned int gridY, unsigned int gridZ, unsigned int blockX, unsigned int blockY,
    unsigned int blockZ, unsigned int sharedBytes, void *stream, void **arguments, void **) {
    Turn turn(mutex);
    bool flat = gridY == 1 && gridZ == 1 && blockY == 1 && blockZ == 1 && sharedBytes == 0;
    if (!flat || gridX == 0 || gridX > 0x7fffffffu || blockX == 0 || blockX > MOST_THREADS) {
        return INVALID_VALUE;
    }
    const Kernel *kernel = (const Kernel *)function;
    std::vector<unsigned long long> values;
    for (int i = 0; kernel->sizes[i]; i++) {
        unsigned long long value = 0;
        memcpy(&value, arguments[i], kernel->sizes[i]);
        values.push_back(value);
    }
    return later(stream, [=] { return start(kernel, gridX, blockX, values); });
}

API cuGetErrorString(int error, const char **text) {
    *text = error == OUT_OF_MEMORY ? "out of memory" : error == LAUNCH_FAILED ? "launch failed" : "emulated error";
    return SUCCESS;
}
