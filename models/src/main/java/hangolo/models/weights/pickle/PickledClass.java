package hangolo.models.weights.pickle;

/**
 * A reference to a Python class or function by name. It is only the name: nothing was imported.
 *
 * @param module the Python module, for example {@code torch.nn.functional}
 * @param name the name in that module
 */
public record PickledClass(String module, String name) {

    /** Module and name joined. */
    public String qualifiedName() {
        return module + "." + name;
    }

    @Override
    public String toString() {
        return qualifiedName();
    }
}
