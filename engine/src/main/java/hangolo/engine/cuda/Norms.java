package hangolo.engine.cuda;

/** Layer norm and RMS norm: each row alone. */
final class Norms {

    private final Tape tape;

    Norms(Tape tape) {
        this.tape = tape;
    }

    CudaTensor layerNorm(CudaTensor x, CudaTensor gain, CudaTensor bias, float epsilon) {
        int d = x.columns();
        x.save();
        gain.save();
        long moments = tape.floats(2L * x.rows());
        Device device = tape.device();
        CudaTensor y = tape.factor(
                x.rows(),
                d,
                (values, rounded) -> device.rows(
                        "layerNorm",
                        x.rows(),
                        d,
                        x.address(),
                        gain.address(),
                        bias.address(),
                        values,
                        rounded,
                        moments,
                        d,
                        epsilon),
                x,
                gain,
                bias);
        tape.backward(y, () -> {
            long dy = y.gradient().address();
            if (gain.tracked()) {
                long dGain = tape.gradient(gain).address();
                long dBias = tape.gradient(bias).address();
                int blocks = MatMul.columnBlocks(d);
                device.launch("layerNormGain", blocks, x.address(), dy, moments, dGain, dBias, x.rows(), d);
            }
            if (x.tracked()) {
                long dx = tape.gradient(x).address();
                device.rows("layerNormInput", x.rows(), d, x.address(), dy, moments, gain.address(), dx, d);
            }
        });
        return y;
    }

    CudaTensor rmsNorm(CudaTensor x, CudaTensor gain) {
        int d = x.columns();
        float root = (float) Math.sqrt(d);
        CudaTensor y = tape.tensor(x.rows(), d, x, gain);
        x.save();
        gain.save();
        long inverse = tape.floats(x.rows());
        Device device = tape.device();
        device.rows("rmsNorm", x.rows(), d, x.address(), gain.address(), y.address(), inverse, d, root);
        tape.backward(y, () -> {
            long dy = y.gradient().address();
            if (gain.tracked()) {
                long dGain = tape.gradient(gain).address();
                int blocks = MatMul.columnBlocks(d);
                device.launch("rmsNormGain", blocks, x.address(), dy, inverse, dGain, x.rows(), d, root);
            }
            if (x.tracked()) {
                long dx = tape.gradient(x).address();
                device.rows("rmsNormInput", x.rows(), d, x.address(), dy, inverse, gain.address(), dx, d, root);
            }
        });
        return y;
    }
}
