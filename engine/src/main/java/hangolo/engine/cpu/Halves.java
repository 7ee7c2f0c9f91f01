package hangolo.engine.cpu;

import java.util.Optional;

/** Where the values of a tensor lie rounded to bfloat16, and whether they are up to date. */
final class Halves {

    /** Nowhere. */
    static final Halves NONE = new Halves(0, Optional.empty());

    private final long address;
    private final Optional<CpuTensor> place;
    private boolean current;

    private Halves(long address, Optional<CpuTensor> place) {
        this.address = address;
        this.place = place;
    }

    /** At a fixed address. */
    static Halves at(long address) {
        return new Halves(address, Optional.empty());
    }

    /** In the memory of a pass. */
    static Halves in(CpuTensor place) {
        return new Halves(place.address(), Optional.of(place));
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
