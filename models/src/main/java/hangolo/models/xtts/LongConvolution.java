package hangolo.models.xtts;

import hangolo.engine.Pass;
import hangolo.engine.Segments;
import hangolo.engine.Tensor;
import hangolo.engine.Window;
import java.util.stream.IntStream;

/**
 * A length-keeping convolution of one sequence in inference that unfolds a piece at a time: small enough for the processor's
 * cache, while the unfolded input of a whole utterance would take a gigabyte.
 */
record LongConvolution(Convolution convolution, int unfoldedValues) {

    private static final int UNFOLDED_VALUES = 1 << 20;

    LongConvolution(Convolution convolution) {
        this(convolution, UNFOLDED_VALUES);
    }

    Tensor apply(Pass pass, Tensor x) {
        Window window = convolution.window();
        int unfolded = x.columns() * window.kernel();
        if ((long) x.rows() * unfolded <= unfoldedValues) {
            return convolution.apply(pass, x, Segments.single(x.rows()));
        }
        int padding = window.padding();
        Tensor padded = pass.buffer(x.rows() + 2 * padding, x.columns());
        pass.put(padded, padding, x);
        Tensor result = pass.buffer(x.rows(), convolution.linear().weight().rows());
        int piece = Math.max(1, unfoldedValues / unfolded);
        for (int from = 0; from < x.rows(); from += piece) {
            int to = Math.min(x.rows(), from + piece);
            long mark = pass.mark();
            Tensor part =
                    pass.gather(padded, IntStream.range(from, to + 2 * padding).toArray());
            Window inside = new Window(window.kernel(), 1, 0, window.dilation());
            Tensor taps = pass.unfold(part, Segments.single(part.rows()), inside);
            pass.put(result, from, convolution.linear().apply(pass, taps));
            pass.release(mark);
        }
        return result;
    }
}
