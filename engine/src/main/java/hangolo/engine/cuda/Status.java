package hangolo.engine.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_OUT_OF_MEMORY;
import static org.bytedeco.cuda.global.cudart.cuGetErrorString;

import java.util.Optional;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Turns error codes of the libraries into exceptions. */
final class Status {

    private Status() {}

    /** Checks a call of the driver. */
    static void driver(int status, String what) {
        if (status == CUDA_ERROR_OUT_OF_MEMORY) {
            throw new CudaException("the memory of the GPU is used up (" + what
                    + ").\nUse a smaller BATCH_SIZE, a shorter max length or MEMORY: low, close other programs on the GPU,"
                    + " or use --backend cpu");
        }
        if (status != 0) {
            throw new CudaException("CUDA error " + status + ", " + text(status) + ", on the attempt to " + what);
        }
    }

    private static String text(int status) {
        try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
            return cuGetErrorString(status, text) == 0
                    ? Optional.ofNullable(text.get(BytePointer.class))
                            .map(BytePointer::getString)
                            .orElse("unknown")
                    : "unknown";
        }
    }

    /** Checks a call of cuBLASLt. */
    static void cublasLt(int status, String what) {
        if (status != 0) {
            throw new CudaException("cuBLASLt error " + status + ", "
                    + cublas.cublasLtGetStatusString(status).getString() + ", on the attempt to " + what);
        }
    }

    /** Checks a call of NVRTC. */
    static void compiler(int status, String what) {
        if (status != 0) {
            throw new CudaException("NVRTC error " + status + ", "
                    + nvrtc.nvrtcGetErrorString(status).getString() + ", on the attempt to " + what);
        }
    }
}
