// CUDA C++ on the CPU, so that the kernels of the cuda backend can be run where no GPU is. The threads of a block are
// fibers: a barrier hands over to the next one. What a GPU leaves undefined is an error here: threads that wait at
// different barriers, or a barrier that some threads never reach.
#pragma once

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include <utility>

#define __global__
#define __device__
#define __shared__ static
#define __syncthreads() emulated::barrier(__LINE__)

struct Index {
    unsigned int x, y, z;
};

static Index threadIdx, blockIdx, blockDim, gridDim;

inline unsigned int __float_as_uint(float value) {
    unsigned int bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

inline float __int_as_float(int bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

inline int min(int a, int b) { return a < b ? a : b; }

namespace emulated {

const int WARP_SIZE = 32;
const int MOST_THREADS = 1024;
const int STACK = 64 * 1024;

enum State { FRESH, READY, AT_BARRIER, IN_WARP, IDLE };

struct Fiber {
    ucontext_t start;
    jmp_buf here;
    char *stack;
    State state;
    unsigned int thread;
    int line;
    int shuffles;
};

static Fiber fibers[MOST_THREADS];
static jmp_buf scheduler;
static Fiber *current;
static unsigned int begun, ended, waiting, waitingInWarp[WARP_SIZE];
static bool descending;
static float exchanged[2][MOST_THREADS];
static void (*body)(void **);
static void **bodyArguments;
static char failure[200];

inline void fail(const char *format, ...) {
    va_list values;
    va_start(values, format);
    vsnprintf(failure, sizeof failure, format, values);
    va_end(values);
}

inline void handOver(State state) {
    current->state = state;
    if (_setjmp(current->here) == 0) {
        _longjmp(scheduler, 1);
    }
}

// One thread after the other, as long as none has to wait.
inline void runThreads() {
    for (;;) {
        while (begun < blockDim.x) {
            unsigned int next = begun++;
            current->thread = descending ? blockDim.x - 1 - next : next;
            current->shuffles = 0;
            threadIdx.x = current->thread;
            body(bodyArguments);
            ended++;
        }
        handOver(IDLE);
    }
}

inline void resume(Fiber &fiber) {
    current = &fiber;
    threadIdx.x = fiber.thread;
    if (_setjmp(scheduler) != 0) {
        return;
    }
    if (fiber.state == FRESH) {
        if (!fiber.stack) {
            fiber.stack = (char *)malloc(STACK);
        }
        getcontext(&fiber.start);
        fiber.start.uc_stack.ss_sp = fiber.stack;
        fiber.start.uc_stack.ss_size = STACK;
        fiber.start.uc_link = nullptr;
        makecontext(&fiber.start, (void (*)())runThreads, 0);
        setcontext(&fiber.start);
    }
    _longjmp(fiber.here, 1);
}

inline void barrier(int line) {
    current->line = line;
    waiting++;
    handOver(AT_BARRIER);
}

inline unsigned int warpThreads(unsigned int warp) {
    unsigned int rest = blockDim.x - warp * WARP_SIZE;
    return rest < WARP_SIZE ? rest : WARP_SIZE;
}

inline float exchange(float value, int mask) {
    int side = current->shuffles++ % 2; // a warp is never two exchanges apart
    exchanged[side][current->thread] = value;
    waitingInWarp[current->thread / WARP_SIZE]++;
    handOver(IN_WARP);
    return exchanged[side][current->thread ^ mask];
}

// All threads wait at the same barrier: it opens.
inline bool open(int fiberCount) {
    int line = 0;
    for (int i = 0; i < fiberCount; i++) {
        if (fibers[i].state == AT_BARRIER) {
            if (line != 0 && line != fibers[i].line) {
                fail("threads wait at the barriers of lines %d and %d", line, fibers[i].line);
                return false;
            }
            line = fibers[i].line;
            fibers[i].state = READY;
        }
    }
    waiting = 0;
    return true;
}

inline void openWarps(int fiberCount) {
    for (int i = 0; i < fiberCount; i++) {
        unsigned int warp = fibers[i].thread / WARP_SIZE;
        if (fibers[i].state == IN_WARP && waitingInWarp[warp] >= warpThreads(warp)) {
            fibers[i].state = READY;
        }
    }
    for (int warp = 0; warp < WARP_SIZE; warp++) {
        if (waitingInWarp[warp] >= warpThreads(warp)) {
            waitingInWarp[warp] = 0;
        }
    }
}

inline bool runBlock() {
    begun = ended = waiting = 0;
    memset(waitingInWarp, 0, sizeof waitingInWarp);
    int used = 0;
    for (; begun < blockDim.x; used++) {
        if (fibers[used].state != IDLE) { // new, or left in the middle of a block that failed
            fibers[used].state = FRESH;
        }
        resume(fibers[used]);
    }
    while (ended < blockDim.x) {
        if (waiting == blockDim.x && !open(used)) {
            return false;
        }
        openWarps(used);
        bool moved = false;
        for (int i = 0; i < used; i++) {
            Fiber &fiber = fibers[descending ? used - 1 - i : i];
            if (fiber.state == READY) {
                resume(fiber);
                moved = true;
            }
        }
        if (!moved && waiting != blockDim.x) {
            fail("%u of %u threads never reach a barrier", blockDim.x - waiting, blockDim.x);
            return false;
        }
    }
    return true;
}

// Every second launch runs blocks and threads in descending order: a kernel whose result depends on the order shows it.
inline const char *launch(void (*kernel)(void **), void **arguments, Index grid, Index block) {
    body = kernel;
    bodyArguments = arguments;
    gridDim = grid;
    blockDim = block;
    descending = !descending;
    for (unsigned int i = 0; i < grid.x; i++) {
        blockIdx.x = descending ? grid.x - 1 - i : i;
        if (!runBlock()) {
            return failure;
        }
    }
    return nullptr;
}

// Calls a kernel with arguments that are given by their addresses, as cuLaunchKernel gets them.
template <class... P, size_t... I>
void callWith(void (*kernel)(P...), void **arguments, std::index_sequence<I...>) {
    kernel(*(P *)arguments[I]...);
}

template <class... P>
void callWith(void (*kernel)(P...), void **arguments) {
    callWith(kernel, arguments, std::index_sequence_for<P...>());
}

template <auto KERNEL>
void call(void **arguments) {
    callWith(KERNEL, arguments);
}

// How many bytes each parameter has; a zero ends them.
template <class... P>
const size_t *sizes(void (*)(P...)) {
    static const size_t all[] = {sizeof(P)..., 0};
    return all;
}

struct Kernel {
    const char *name;
    void (*call)(void **);
    const size_t *sizes;
};

} // namespace emulated

inline float __shfl_xor_sync(unsigned int, float value, int mask) { return emulated::exchange(value, mask); }
