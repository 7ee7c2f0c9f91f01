package hangolo.engine.cuda;

/** A call to the CUDA driver or one of its libraries failed; the message says which and what to do. */
public class CudaException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    CudaException(String message) {
        super(message);
    }
}
