package hangolo.engine.cpu;

/** The small products of attention, each by one thread. */
interface HeadGemm {

    /** Called once for each tensor before {@link #head} looks into it; what it looks into is kept for the way back. */
    void prepare(CpuTensor x);

    /** As many rows as are really computed for a sequence of that many. */
    int rows(int rows);

    /**
     * The rows of a sequence in the columns of a head, as a factor. The rows behind the sequence, up to {@link #rows}, are
     * finite and of no use.
     */
    Block head(Region x);

    /** A matrix of working memory as a factor; the slot of working memory holds what is made for it. */
    Block factor(Scratch s, int slot, CpuTensor matrix);

    /** {@code c = factor · a · b + keep · c}, as many rows of it as c has. */
    void multiply(Scratch s, float factor, Block a, Block b, float keep, Region c);
}
