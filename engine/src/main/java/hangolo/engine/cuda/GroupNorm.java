package hangolo.engine.cuda;

import hangolo.engine.PackedSequences;

/** Group norm: one mean and deviation for all rows of a sequence and the columns of a group. */
final class GroupNorm {

    private final Tape tape;

    GroupNorm(Tape tape) {
        this.tape = tape;
    }

    CudaTensor apply(
            CudaTensor x, PackedSequences sequences, int groups, CudaTensor gain, CudaTensor bias, float epsilon) {
        int d = x.columns();
        int all = sequences.count() * groups;
        long bounds = tape.bounds(sequences);
        CudaTensor y = tape.tensor(x.rows(), d, x, gain, bias);
        x.save();
        gain.save();
        long moments = tape.floats(2L * all);
        Device device = tape.device();
        device.launch("groupNormMoments", all, x.address(), bounds, moments, groups, d, epsilon);
        device.each(
                "groupNorm",
                y.count(),
                x.address(),
                bounds,
                sequences.count(),
                moments,
                gain.address(),
                bias.address(),
                y.address(),
                groups,
                d);
        tape.backward(y, () -> {
            if (gain.tracked()) {
                gainAndBias(x, y, sequences, groups, moments, gain, bias);
            }
            if (x.tracked()) {
                input(x, y, sequences, groups, moments, gain);
            }
        });
        return y;
    }

    private void gainAndBias(
            CudaTensor x,
            CudaTensor y,
            PackedSequences sequences,
            int groups,
            long moments,
            CudaTensor gain,
            CudaTensor bias) {
        tape.device()
                .launch(
                        "groupNormGain",
                        MatMul.columnBlocks(x.columns()),
                        x.address(),
                        y.gradient().address(),
                        tape.bounds(sequences),
                        sequences.count(),
                        moments,
                        tape.gradient(gain).address(),
                        tape.gradient(bias).address(),
                        groups,
                        x.rows(),
                        x.columns());
    }

    private void input(
            CudaTensor x, CudaTensor y, PackedSequences sequences, int groups, long moments, CudaTensor gain) {
        int d = x.columns();
        int all = sequences.count() * groups;
        long bounds = tape.bounds(sequences);
        long dy = y.gradient().address();
        long dx = tape.gradient(x).address();
        tape.scratch(() -> {
            long means = tape.floats(2L * all);
            tape.device()
                    .launch("groupNormMeans", all, x.address(), dy, bounds, moments, gain.address(), means, groups, d);
            tape.device()
                    .each(
                            "groupNormInput",
                            x.count(),
                            x.address(),
                            dy,
                            bounds,
                            sequences.count(),
                            moments,
                            means,
                            gain.address(),
                            dx,
                            groups,
                            d);
        });
    }
}
