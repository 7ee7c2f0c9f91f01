package hangolo.engine.cpu;

import hangolo.engine.Conv1dWeights;

/** A filter for many pieces: its weight in the order and precision that oneDNN reads. */
record PackedFilter(TileConvolution piece, CpuTensor weight, CpuTensor bias) {

    /** Packs a filter into memory of a pass. */
    static PackedFilter of(Tape tape, TileConvolution piece, Conv1dWeights filter) {
        CpuTensor packed = tape.kept(1, piece.packedValues());
        Primitives primitives = tape.workers.own().primitives();
        primitives
                .of(new TileConvolution.Packing(piece))
                .at(0, Tape.of(filter.weight()).address())
                .at(1, packed.address())
                .run(primitives.stream());
        return new PackedFilter(piece, packed, Tape.of(filter.bias()));
    }

    /** Computes a piece; source and result by their addresses. */
    void run(long source, long result, Scratch s) {
        s.primitives()
                .of(piece)
                .at(TileConvolution.SOURCE, source)
                .at(TileConvolution.WEIGHT, weight.address())
                .at(TileConvolution.BIAS, bias.address())
                .at(TileConvolution.RESULT, result)
                .run(s.primitives().stream());
    }
}
