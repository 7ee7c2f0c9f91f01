package hangolo.verify;

import java.io.IOException;
import java.util.OptionalDouble;

/** Reference data of one part of the program, and how to compare them. */
interface Group {

    /** The name on the command line. */
    String name();

    /** Whether an array of the manifest belongs to this group, which then must know what to do with it. */
    boolean owns(String array);

    /**
     * How far an array may be off because it comes from matrix multiplications in bf16: the norm of its errors as a share of its own. Empty
     * if it does not.
     */
    default OptionalDouble rounding(String array) {
        return OptionalDouble.empty();
    }

    /** Compares everything; what it throws is a failure of all that was not reached. */
    void check(GroupContext context, Checks checks) throws IOException;
}
