package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * One entry of the manifest. Everything is read from it when it is asked for, so that one damaged entry fails alone.
 *
 * @param root the folder
 * @param name such as {@code train/masking_true/forward/losses}
 * @param entry what the manifest says
 * @param packed contents of NumPy files by name, those of {@code arrays.npz}
 */
record ReferenceArray(Path root, String name, JsonNode entry, Map<String, byte[]> packed) {

    /** What the array is, in words; settings are in there too. */
    String meaning() {
        return entry.path("meaning").asText("");
    }

    /** What it was computed from: files, arrays, patterns of both. */
    List<String> inputs() {
        List<String> inputs = new ArrayList<>();
        JsonNode node = entry.path("inputs");
        if (node.isTextual()) {
            inputs.add(node.textValue());
        }
        node.forEach(input -> inputs.add(input.asText()));
        return inputs;
    }

    /** The sound files it was computed from, in order. */
    List<Path> sounds() throws ReferenceException {
        List<Path> sounds = new ArrayList<>();
        for (String input : inputs()) {
            if (input.endsWith(".wav")) {
                sounds.add(inside(input));
            }
        }
        if (sounds.isEmpty()) {
            throw new ReferenceException(name, "the manifest names no .wav file among its inputs " + inputs());
        }
        return sounds;
    }

    /** The sound file it was computed from. */
    Path sound() throws ReferenceException {
        return sounds().get(0);
    }

    Tolerance tolerance() throws ReferenceException {
        return Tolerance.of(name, entry.path("tolerance"));
    }

    boolean isInteger() {
        return entry.path("dtype").asText().equals("int64");
    }

    /** A text field. */
    String text(String field) throws ReferenceException {
        JsonNode node = entry.path(field);
        if (!node.isTextual()) {
            throw new ReferenceException(name, "the manifest has no text \"" + field + "\" for it");
        }
        return node.textValue();
    }

    /** The first group of a pattern in the meaning. */
    Optional<String> said(Pattern pattern) {
        Matcher matcher = pattern.matcher(meaning());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** A number in the meaning. */
    double number(Pattern pattern) throws ReferenceException {
        Optional<String> found = said(pattern);
        try {
            return Double.parseDouble(found.orElse("none"));
        } catch (NumberFormatException e) {
            throw new ReferenceException(
                    name, "no number fits \"" + pattern + "\" in its meaning \"" + meaning() + "\"");
        }
    }

    /** The shape of the whole array. */
    int[] shape() {
        return StreamSupport.stream(entry.path("shape").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    /** How many entries the whole array has. */
    int count() {
        return Arrays.stream(shape()).reduce(1, (a, b) -> a * b);
    }

    /** 1, or, where only a sample of the array is kept, the distance of the entries that are. */
    int every() {
        return Math.max(1, entry.path("every").asInt(1));
    }

    /** Reads the values of an array that is there as a whole. */
    Values values() throws IOException {
        if (every() > 1) {
            throw new ReferenceException(name, "only a sample of it is there");
        }
        return sample();
    }

    /** Reads the values that are there, after checking that the file has the type and shape that the manifest says. */
    Values sample() throws IOException {
        String dtype = entry.path("dtype").asText("");
        if (!dtype.equals("float32") && !isInteger()) {
            throw new ReferenceException(name, "its type is \"" + dtype + "\", expected float32 or int64");
        }
        Path file = inside(entry.path("file").asText("arrays/" + name + ".npy"));
        byte[] content = packed.get(name + ".npy");
        Values values = content == null ? NpyReader.read(file, dtype) : NpyReader.read(file, content, dtype);
        int[] whole = shape();
        int[] expected = every() == 1 ? whole : new int[] {(count() + every() - 1) / every()};
        if (!entry.path("shape").isArray() || !Arrays.equals(expected, values.shape())) {
            throw new ReferenceException(
                    name,
                    "the file has the shape " + Arrays.toString(values.shape()) + ", the manifest says "
                            + entry.path("shape") + (every() == 1 ? "" : " and every " + every()));
        }
        return new Values(whole, values.numbers(), every());
    }

    private Path inside(String path) throws ReferenceException {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root.normalize())) {
            throw new ReferenceException(name, path + " is outside of the folder");
        }
        return file;
    }
}
