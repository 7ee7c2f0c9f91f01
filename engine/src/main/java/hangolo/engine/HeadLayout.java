package hangolo.engine;

/**
 * Where the heads of queries, keys or values lie in the columns of a tensor: head {@code h} holds the columns
 * {@code offset + h * stride} to {@code offset + h * stride + width}. This names the layouts of all attention of XTTS
 * without copying: {@code q|k|v} blocks (GPT-2), {@code q k v} side by side in each head (conditioning encoder), separate
 * projections (perceiver).
 *
 * @param tensor the packed rows
 * @param offset first column of head 0
 * @param stride columns from one head to the next
 */
public record HeadLayout(Tensor tensor, int offset, int stride) {}
