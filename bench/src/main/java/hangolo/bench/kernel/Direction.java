package hangolo.bench.kernel;

/** Which direction of an operation is timed. */
public enum Direction {
    /** From inputs to the result. */
    FORWARD,
    /** From the gradient of the result, which is written first, to the gradients of inputs and parameters. */
    BACKWARD
}
