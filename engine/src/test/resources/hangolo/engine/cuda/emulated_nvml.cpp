// The part of NVML that the cuda backend calls: one GPU, always 93 % busy.
#include <string.h>

#define API extern "C" __attribute__((visibility("default")))

struct Rates {
    unsigned int gpu, memory;
};

static int gpu;

API int nvmlInit_v2() { return 0; }

API int nvmlDeviceGetHandleByPciBusId_v2(const char *id, void **device) {
    *device = &gpu;
    return strcmp(id, "0000:17:00.0") == 0 ? 0 : 6;
}

API int nvmlDeviceGetUtilizationRates(void *device, Rates *rates) {
    *rates = {93, 40};
    return device == &gpu ? 0 : 2;
}
