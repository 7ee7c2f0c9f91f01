package hangolo.engine.cpu;

import hangolo.engine.Conv1dWeights;

/** A filter for many tiles: its weight in the layout and precision that oneDNN reads. */
record PackedFilter(TileConvolution tile, CpuTensor weight, CpuTensor bias) {

    /** Packs a filter into memory of the pass. */
    static PackedFilter of(Tape tape, TileConvolution tile, Conv1dWeights filter) {
        CpuTensor packed = tape.kept(1, tile.packedValues());
        Primitives primitives = tape.pool.own().primitives();
        primitives
                .of(new TileConvolution.Packing(tile))
                .at(0, Tape.of(filter.weight()).address())
                .at(1, packed.address())
                .run(primitives.stream());
        return new PackedFilter(tile, packed, Tape.of(filter.bias()));
    }

    /** Computes a tile; source and result by their addresses. */
    void run(long source, long result, Scratch s) {
        s.primitives()
                .of(tile)
                .at(TileConvolution.SOURCE, source)
                .at(TileConvolution.WEIGHT, weight.address())
                .at(TileConvolution.BIAS, bias.address())
                .at(TileConvolution.RESULT, result)
                .run(s.primitives().stream());
    }
}
