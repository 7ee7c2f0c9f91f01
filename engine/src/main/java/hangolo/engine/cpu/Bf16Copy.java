package hangolo.engine.cpu;

import java.util.Optional;

/** Where the values of a tensor lie rounded to bfloat16, and whether they are up to date. */
final class Bf16Copy {

    /** Nowhere. */
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

    /** The memory of a pass that holds them. */
    Optional<CpuTensor> place() {
        return place;
    }

    boolean current() {
        return current;
    }

    /** Says whether the values are those of the tensor. */
    void current(boolean now) {
        current = now;
    }
}
