package hangolo.engine.cpu;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer whose address is set instead of allocating a new one, so that library calls leave no garbage. */
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
