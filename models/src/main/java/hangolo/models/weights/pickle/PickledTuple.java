package hangolo.models.weights.pickle;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A Python tuple: an unmodifiable list that is written back as a tuple. Elements may be null (Python's None). */
public final class PickledTuple extends AbstractList<Object> {
    private final List<Object> elements;

    /** A tuple of these elements, which are copied. */
    public PickledTuple(List<?> elements) {
        this.elements = Collections.unmodifiableList(new ArrayList<>(elements));
    }

    @Override
    public Object get(int index) {
        return elements.get(index);
    }

    @Override
    public int size() {
        return elements.size();
    }
}
