package hangolo.engine.cuda;

/** Losses: a mean over rows, as a [1, 1] tensor, which stays on the GPU until it is read. */
final class LossKernels {

    private final Tape tape;

    LossKernels(Tape tape) {
        this.tape = tape;
    }

    CudaTensor crossEntropy(CudaTensor logits, int[] targets) {
        int rows = logits.rows();
        int classes = logits.columns();
        CudaTensor loss = tape.tensor(1, 1, logits);
        logits.save();
        long wanted = tape.upload(targets);
        long logSums = tape.floats(rows);
        long rowLosses = tape.floats(rows);
        long counted = tape.floats(1);
        Device device = tape.device();
        device.rows("crossEntropyRows", rows, classes, logits.address(), wanted, logSums, rowLosses, classes);
        device.launch("crossEntropyMean", 1, rowLosses, wanted, loss.address(), counted, rows);
        tape.backward(loss, () -> {
            long dLogits = tape.gradient(logits).address();
            long dLoss = loss.gradient().address();
            device.rows(
                    "crossEntropyBackward",
                    rows,
                    classes,
                    logits.address(),
                    wanted,
                    logSums,
                    dLoss,
                    counted,
                    dLogits,
                    classes);
        });
        return loss;
    }

    CudaTensor squaredError(CudaTensor x, CudaTensor target) {
        int n = x.count();
        int blocks = Device.blocks(n);
        CudaTensor loss = tape.tensor(1, 1, x);
        x.save();
        target.save();
        Device device = tape.device();
        long parts = tape.floats(blocks);
        device.each("squaredErrorParts", n, x.address(), target.address(), parts);
        device.launch("sumOfParts", 1, parts, blocks, n, loss.address());
        tape.backward(loss, () -> {
            long dx = tape.gradient(x).address();
            long dLoss = loss.gradient().address();
            device.each("squaredErrorBackward", n, x.address(), target.address(), dLoss, dx);
        });
        return loss;
    }
}
