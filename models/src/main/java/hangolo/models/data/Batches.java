package hangolo.models.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;

/**
 * The batches of one epoch, or of an evaluation, in order. One thread makes them ahead, another one takes them; which
 * thread makes them does not change what is in them. Close it, also when not all batches were taken.
 */
public final class Batches implements Iterator<Batch>, AutoCloseable {

    /** Makes a batch. */
    interface Maker {
        Batch make(int number) throws IOException;
    }

    /** What the other thread hands over: a batch with the time it took, or why there is none. */
    private sealed interface Delivery {
        record Made(Batch batch, long nanos) implements Delivery {}

        record Failed(Throwable cause) implements Delivery {}
    }

    private final int end;
    private final Maker maker;
    private final LongSupplier clock;
    private final BlockingQueue<Delivery> ready;
    private final boolean inAdvance;
    private final Thread worker;
    private int next;
    private int taken;
    private long waited;
    private long worked;

    /**
     * Batches {@code from} (inclusive) to {@code end} (exclusive).
     *
     * @param ahead made in advance; 0 for no other thread
     */
    Batches(int from, int end, int ahead, LongSupplier clock, Maker maker) {
        this.next = from;
        this.end = end;
        this.maker = maker;
        this.clock = clock;
        this.ready = new ArrayBlockingQueue<>(Math.max(1, ahead));
        this.worker = new Thread(() -> makeAhead(from), "hangolo-data");
        this.worker.setDaemon(true);
        this.inAdvance = ahead > 0;
        if (inAdvance) {
            worker.start();
        }
    }

    /** Batches that are left. */
    public int remaining() {
        return end - next;
    }

    @Override
    public boolean hasNext() {
        return next < end;
    }

    /**
     * The next batch.
     *
     * @throws UncheckedIOException if the cache was changed or removed meanwhile
     */
    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all batches were taken");
        }
        long start = clock.getAsLong();
        Delivery delivery = inAdvance ? take() : make(next);
        waited += clock.getAsLong() - start;
        if (delivery instanceof Delivery.Failed failed) {
            throw unchecked(failed.cause());
        }
        Delivery.Made made = (Delivery.Made) delivery;
        next++;
        taken++;
        worked += made.nanos();
        return made.batch();
    }

    /** Times so far. */
    public LoaderStatistics statistics() {
        return new LoaderStatistics(taken, waited / 1e9, worked / 1e9);
    }

    /** Stops the other thread. */
    @Override
    public void close() {
        worker.interrupt();
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        next = end;
    }

    private Delivery take() {
        try {
            return ready.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Delivery.Failed(new IllegalStateException("interrupted while waiting for data", e));
        }
    }

    private void makeAhead(int from) {
        try {
            for (int number = from; number < end; number++) {
                Delivery delivery = make(number);
                ready.put(delivery);
                if (delivery instanceof Delivery.Failed) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: nobody wants the rest
        }
    }

    private Delivery make(int number) {
        long start = clock.getAsLong();
        try {
            Batch batch = maker.make(number);
            return new Delivery.Made(batch, clock.getAsLong() - start);
        } catch (IOException | RuntimeException | Error e) {
            return new Delivery.Failed(e);
        }
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? new UncheckedIOException(io) : (RuntimeException) cause;
    }
}
