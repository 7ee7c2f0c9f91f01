package hangolo.models.weights.pickle;

import hangolo.models.weights.Dtype;
import hangolo.models.weights.WeightFileErrors;

/** The storage classes that pickles name. */
public final class StorageTypes {
    private StorageTypes() {}

    /** The element type of {@code torch.FloatStorage} and its sisters; untyped storages count bytes. */
    public static Dtype of(Object type, WeightFileErrors errors) {
        if (type instanceof PickledClass cls) {
            if (cls.name().equals("UntypedStorage") || cls.name().equals("_UntypedStorage")) {
                return Dtype.UINT8;
            }
            return Dtype.byStorageClass(cls.name())
                    .orElseThrow(() -> errors.unsupported("it has tensors of the type " + cls.qualifiedName()
                            + ", which is not supported; convert them to float32 in PyTorch first"));
        }
        throw errors.damaged("the pickle has a storage of an unknown class");
    }
}
