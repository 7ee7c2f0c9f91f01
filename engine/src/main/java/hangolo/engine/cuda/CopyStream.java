package hangolo.engine.cuda;

import static org.bytedeco.cuda.global.cudart.CU_EVENT_DISABLE_TIMING;
import static org.bytedeco.cuda.global.cudart.CU_STREAM_NON_BLOCKING;
import static org.bytedeco.cuda.global.cudart.cuCtxSetCurrent;
import static org.bytedeco.cuda.global.cudart.cuEventCreate;
import static org.bytedeco.cuda.global.cudart.cuEventDestroy;
import static org.bytedeco.cuda.global.cudart.cuEventRecord;
import static org.bytedeco.cuda.global.cudart.cuStreamCreate;
import static org.bytedeco.cuda.global.cudart.cuStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cuStreamWaitEvent;

import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;

/**
 * Reads parameters for a checkpoint concurrently with the compute stream. Reading threads take turns.
 */
final class CopyStream implements AutoCloseable {

    private final CUctx_st context;
    private final CUstream_st stream = new CUstream_st();
    private final CUevent_st settled = new CUevent_st();
    private final PinnedBuffer transfer;

    /** In that context, which must be current. */
    CopyStream(CUctx_st context) {
        this.context = context;
        Status.driver(cuStreamCreate(stream, CU_STREAM_NON_BLOCKING), "create the copy stream");
        Status.driver(cuEventCreate(settled, CU_EVENT_DISABLE_TIMING), "create an event");
        this.transfer = new PinnedBuffer(stream);
    }

    /** Reads from now on wait for all work that the compute stream has queued so far. */
    void follow(CUstream_st first) {
        Status.driver(cuEventRecord(settled, first), "record an event");
    }

    /** Copies values that the compute stream does not change meanwhile. */
    synchronized void download(long address, float[] values, int length) {
        Status.driver(cuCtxSetCurrent(context), "read parameters");
        Status.driver(cuStreamWaitEvent(stream, settled, 0), "wait for the parameters");
        transfer.download(address, values, length);
    }

    @Override
    public void close() {
        transfer.close();
        cuEventDestroy(settled);
        cuStreamDestroy(stream);
    }
}
