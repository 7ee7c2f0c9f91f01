// NVRTC that compiles nothing: the emulated driver holds the kernels already. A source with "#error" does not compile. Its
// version is its own, so that what it makes is never taken for machine code in a cache.
#include <string.h>

#include <string>

#define API extern "C" __attribute__((visibility("default")))

struct Program {
    std::string source;
    std::string log;
    std::string cubin;
};

API int nvrtcVersion(int *major, int *minor) {
    *major = 13;
    *minor = 999;
    return 0;
}

API int nvrtcGetNumSupportedArchs(int *count) {
    *count = 3;
    return 0;
}

API int nvrtcGetSupportedArchs(int *archs) {
    archs[0] = 80;
    archs[1] = 90;
    archs[2] = 120;
    return 0;
}

API int nvrtcCreateProgram(
    Program **program, const char *source, const char *, int, const char *const *, const char *const *) {
    *program = new Program{source, "", ""};
    return 0;
}

API int nvrtcDestroyProgram(Program **program) {
    delete *program;
    *program = nullptr;
    return 0;
}

API int nvrtcCompileProgram(Program *program, int count, const char *const *options) {
    bool arch = false;
    for (int i = 0; i < count; i++) {
        arch |= strcmp(options[i], "--gpu-architecture=sm_90") == 0;
    }
    if (!arch) {
        return 5;
    }
    if (program->source.find("#error") != std::string::npos) {
        program->log = "kernels.cu(1): error: #error directive";
        return 6;
    }
    program->cubin = "emulated cubin";
    return 0;
}

API int nvrtcGetProgramLogSize(Program *program, size_t *size) {
    *size = program->log.size() + 1;
    return 0;
}

API int nvrtcGetProgramLog(Program *program, char *log) {
    strcpy(log, program->log.c_str());
    return 0;
}

API int nvrtcGetCUBINSize(Program *program, size_t *size) {
    *size = program->cubin.size();
    return 0;
}

API int nvrtcGetCUBIN(Program *program, char *cubin) {
    memcpy(cubin, program->cubin.data(), program->cubin.size());
    return 0;
}

API const char *nvrtcGetErrorString(int error) { return error == 6 ? "NVRTC_ERROR_COMPILATION" : "NVRTC_ERROR"; }
