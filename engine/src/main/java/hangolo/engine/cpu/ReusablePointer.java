package hangolo.engine.cpu;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer that is moved instead of made anew, so that calls of the matrix library leave no garbage. */
final class ReusablePointer extends FloatPointer {

    ReusablePointer() {
        super((Pointer) null);
    }

    ReusablePointer at(long address) {
        this.address = address;
        this.position = 0;
        return this;
    }
}
