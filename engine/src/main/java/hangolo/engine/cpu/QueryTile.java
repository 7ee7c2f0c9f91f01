package hangolo.engine.cpu;

/**
 * Some queries of one head of one sequence, and the keys that the last of them sees.
 *
 * @param first number of its first query in the sequence
 * @param queries how many
 * @param keys how many, from the sequence's first on
 * @param causal whether a query sees only the keys up to its own position
 */
record QueryTile(Task task, int first, int queries, int keys, boolean causal) {

    /** One head of one sequence: where its rows begin and how many there are. */
    record Task(int index, int head, int query, int queries, int key, int keys) {}

    /** Keys that query i of the tile sees. */
    int visible(int i) {
        return causal ? task.keys - task.queries + first + i + 1 : keys;
    }

    /** How many of the first queries of the tile do not see key j. */
    int hidden(int j) {
        return causal ? Math.max(0, Math.min(queries, j - (task.keys - task.queries + first))) : 0;
    }

    /** Row of query i in the tensor. */
    int query(int i) {
        return task.query + first + i;
    }

    /** Position of the first weight of query i among all weights of the call, for the dropout mask. */
    int firstWeight(int i) {
        return (task.index * task.queries + first + i) * task.keys;
    }
}
