package hangolo.verify;

import java.io.IOException;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Which entries of a weight are rounding noise after AdamW's steps. Where the true gradient is zero Adam divides the rounding error of
 * the gradient by its own size, so that the entry moves by about the learning rate in a random direction; two exact programs
 * differ there. Left out of a comparison are
 *
 * <ul>
 *   <li>the entries that the folder lists, because a float32 and a float64 run of Coqui TTS differ there;
 *   <li>the key part of attention biases: a bias of all keys does not change their softmax. That is the middle third of
 *       {@code c_attn.bias}, and of each head in {@code qkv.bias};
 *   <li>entries whose first gradient is below {@value #TINY}, as small as the rounding of a sum, but not 0: a gradient of 0, of an
 *       embedding that does not occur, moves nothing.
 * </ul>
 */
final class RoundingNoise {

    private static final double TINY = 1e-6;

    private final ReferenceBatch reference;
    private final Checks checks;
    private final String folder;

    /** @param folder of the lists, {@code optim/step1_noise/} */
    RoundingNoise(ReferenceBatch reference, Checks checks, String folder) {
        this.reference = reference;
        this.checks = checks;
        this.folder = folder;
    }

    /** The entries of a parameter that are left out. */
    IntPredicate of(String parameter, int count) throws IOException {
        BitSet noise = new BitSet(count);
        String listed = reference.path() + folder + parameter;
        if (reference.context().folder().has(listed)) {
            for (int index : checks.input(listed).ints()) {
                if (index < 0 || index >= count) {
                    throw new ReferenceException(listed, "index " + index + " is not in a parameter of " + count);
                }
                noise.set(index);
            }
        }
        keyBias(parameter, count, noise);
        Values gradient = reference
                .context()
                .folder()
                .array(reference.path() + "grad/" + parameter)
                .sample();
        for (int i = 0; i < gradient.count(); i++) {
            double value = gradient.numbers()[i];
            if (value != 0 && Math.abs(value) < TINY) {
                noise.set(i * gradient.every());
            }
        }
        return noise::get;
    }

    private void keyBias(String parameter, int count, BitSet noise) throws IOException {
        boolean heads = parameter.endsWith("qkv.bias");
        if (!heads && !parameter.endsWith("c_attn.bias")) {
            return;
        }
        int third = count / 3 / (heads ? reference.context().config().gpt().heads() : 1);
        for (int from = third; from < count; from += 3 * third) {
            noise.set(from, from + third);
        }
    }

    /** A list of a parameter that was not compared is a failure: nobody would use it. */
    void claimRest() {
        for (String name : reference.names(folder)) {
            if (!checks.knows(name)) {
                checks.failed(name, "lists entries of a parameter that the folder does not have after this step");
            }
        }
    }
}
