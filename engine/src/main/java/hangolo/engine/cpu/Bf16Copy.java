package hangolo.engine.cpu;

import java.util.Optional;

/** The bf16 copy of a tensor: its address, and whether it is current. */
final class Bf16Copy {

    /** No copy. */
    static final Bf16Copy NONE = new Bf16Copy(0, Optional.empty());

    private final long address;
    private final Optional<CpuTensor> place;
    private boolean current;

    private Bf16Copy(long address, Optional<CpuTensor> place) {
        this.address = address;
        this.place = place;
    }

    /** At a fixed address. */
    static Bf16Copy at(long address) {
        return new Bf16Copy(address, Optional.empty());
    }

    /** In the memory of a pass. */
    static Bf16Copy in(CpuTensor place) {
        return new Bf16Copy(place.address(), Optional.of(place));
    }

    long address() {
        return address;
    }

    /** The memory of the pass that holds it. */
    Optional<CpuTensor> place() {
        return place;
    }

    boolean current() {
        return current;
    }

    /** Sets whether the copy matches the tensor. */
    void current(boolean now) {
        current = now;
    }
}
