// The part of NVML that the cuda backend calls: one card, always 93 % busy.
#include <string.h>

#define API extern "C" __attribute__((visibility("default")))

struct Rates {
    unsigned int gpu, memory;
};

static int card;

API int nvmlInit_v2() { return 0; }

API int nvmlDeviceGetHandleByPciBusId_v2(const char *id, void **device) {
    *device = &card;
    return strcmp(id, "0000:17:00.0") == 0 ? 0 : 6;
}

API int nvmlDeviceGetUtilizationRates(void *device, Rates *rates) {
    *rates = {93, 40};
    return device == &card ? 0 : 2;
}
