package hangolo.engine.cuda;

import hangolo.engine.PackedSequences;
import java.util.Arrays;

/** Operations that copy, repeat, average or interpolate whole rows. */
final class RowOps {

    private final Tape tape;

    RowOps(Tape tape) {
        this.tape = tape;
    }

    CudaTensor gather(CudaTensor table, int[] rows) {
        int d = table.columns();
        CudaTensor y = tape.tensor(rows.length, d, table);
        long places = tape.upload(rows);
        tape.device().each("gather", y.count(), table.address(), places, y.address(), d);
        tape.backward(y, () -> {
            long dTable = tape.gradient(table).address();
            long dy = y.gradient().address();
            tape.device().rows("gatherBackward", rows.length, d, dy, places, dTable, rows.length, d);
        });
        return y;
    }

    CudaTensor concatRows(CudaTensor... parts) {
        int rows = Arrays.stream(parts).mapToInt(CudaTensor::rows).sum();
        CudaTensor y = tape.tensor(rows, parts[0].columns(), parts);
        int at = 0;
        for (CudaTensor part : parts) {
            put(y, at, part);
            at += part.rows();
        }
        tape.backward(y, () -> split(y, parts));
        return y;
    }

    private void split(CudaTensor y, CudaTensor... parts) {
        int at = 0;
        for (CudaTensor part : parts) {
            if (part.tracked()) {
                long from = y.gradient().address(at);
                tape.device().each("addTo", part.count(), tape.gradient(part).address(), from, 1f);
            }
            at += part.rows();
        }
    }

    void put(CudaTensor target, int row, CudaTensor x) {
        tape.device().copy(x.address(), target.address(row), (long) x.count() * Float.BYTES);
    }

    CudaTensor concatColumns(CudaTensor... parts) {
        int width = Arrays.stream(parts).mapToInt(CudaTensor::columns).sum();
        CudaTensor y = tape.onlyForward("concatColumns", parts[0].rows(), width, parts);
        int at = 0;
        for (CudaTensor part : parts) {
            copyColumns(part, 0, y, at, part.columns());
            at += part.columns();
        }
        return y;
    }

    CudaTensor columns(CudaTensor x, int from, int to) {
        CudaTensor y = tape.onlyForward("columns", x.rows(), to - from, x);
        copyColumns(x, from, y, 0, to - from);
        return y;
    }

    private void copyColumns(CudaTensor x, int from, CudaTensor y, int to, int width) {
        long n = (long) width * x.rows();
        tape.device().each("copyColumns", n, x.address(), x.columns(), from, y.address(), y.columns(), to, width);
    }

    CudaTensor meanRows(CudaTensor x, PackedSequences sequences) {
        CudaTensor y = tape.onlyForward("meanRows", sequences.count(), x.columns(), x);
        tape.device().each("meanRows", y.count(), x.address(), tape.bounds(sequences), y.address(), y.columns());
        return y;
    }

    CudaTensor softmaxRows(CudaTensor x, PackedSequences sequences) {
        CudaTensor y = tape.onlyForward("softmaxRows", x.rows(), x.columns(), x);
        long n = (long) sequences.count() * x.columns();
        tape.device().each("softmaxRows", n, x.address(), tape.bounds(sequences), y.address(), y.columns());
        return y;
    }

    CudaTensor interpolate(CudaTensor x, int outputs, double scale) {
        CudaTensor y = tape.onlyForward("interpolateRows", outputs, x.columns(), x);
        float[] places = new float[outputs];
        for (int i = 0; i < outputs; i++) {
            places[i] = Math.max((float) ((i + 0.5) / scale - 0.5), 0f);
        }
        long at = tape.upload(places);
        tape.device().each("interpolateRows", y.count(), x.address(), at, y.address(), x.rows(), y.columns());
        return y;
    }
}
