package hangolo.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_stream;

/** The oneDNN primitives of one thread, cached: compiling one takes about a millisecond. */
final class Primitives implements AutoCloseable {

    /** An operation and its shape, the key of the cache. */
    interface Recipe {
        Primitive compile();
    }

    private final Map<Recipe, Primitive> compiled = new HashMap<>();
    private final dnnl_stream stream = new dnnl_stream();

    Primitives() {
        OneDnn.check("a stream", dnnl_stream_create(stream, OneDnn.engine(), dnnl_stream_default_flags));
    }

    Primitive of(Recipe recipe) {
        return compiled.computeIfAbsent(recipe, Recipe::compile);
    }

    dnnl_stream stream() {
        return stream;
    }

    @Override
    public void close() {
        compiled.values().forEach(Primitive::close);
        compiled.clear();
        dnnl_stream_destroy(stream);
    }
}
