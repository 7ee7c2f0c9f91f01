package hangolo.engine.samediff;

import hangolo.engine.Backend;
import hangolo.engine.OpKit;

/** SameDiff in double precision, where differences are exact enough to find any mistake. */
class SameDiffOpsTest extends OpKit {

    @Override
    protected Backend open() {
        return SameDiffBackend.inDouble();
    }

    @Override
    protected float differenceStep() {
        return 1e-4f;
    }

    @Override
    protected double differenceError() {
        return 1e-6;
    }

    /** The numbers of PyTorch are compared in fp32. */
    @Override
    protected double oracleError() {
        return 1e-6;
    }
}
