package hangolo.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.Backend;
import hangolo.engine.cpu.CpuBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A verification that cannot fail would prove nothing. */
class FailingVerificationTest {

    @TempDir
    Path folder;

    private TinyReference tiny;

    @BeforeEach
    void write() throws IOException {
        tiny = new TinyReference(folder.resolve("árvíztűrő reference"));
    }

    private GroupResult run(String group) throws IOException {
        tiny.write();
        return verify(Optional.of(group)).groups().get(0);
    }

    private Verification verify(Optional<String> only) throws IOException {
        try (Backend backend = new CpuBackend(1)) {
            return Verification.run(ReferenceFolder.open(tiny.root()), backend, only, group -> {});
        }
    }

    private void failsAlone(String group, String array, String words) throws IOException {
        GroupResult result = run(group);
        assertEquals(1, result.failed(), result.failures().toString());
        String failure = result.failures().get(0);
        assertTrue(failure.startsWith(array) && failure.contains(words), failure);
        assertFalse(result.passed());
    }

    @Test
    void whatIsRightPasses() throws IOException {
        GroupResult audio = run("audio");
        assertEquals(List.of(), audio.failures());
        assertEquals(2, audio.compared());
        GroupResult inference = run("inference");
        assertEquals(List.of(), inference.failures());
        assertEquals(2, inference.compared());
    }

    @Test
    void aNumberThatIsOffFailsWithItsPlace() throws IOException {
        tiny.put(TinyReference.WINDOW, 17, 0.5f);
        failsAlone("audio", TinyReference.WINDOW, "1 of 1024 values");
        GroupResult result = run("audio");
        assertEquals(TinyReference.WINDOW + "[17]", result.where());
        assertEquals(0.5, result.worstAbsolute(), 0.01);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aNumberThatIsNoneFails(float value) throws IOException {
        tiny.put(TinyReference.CHUNK, 2, value);
        failsAlone("inference", TinyReference.CHUNK, "worst at [2]");
        assertEquals(Double.POSITIVE_INFINITY, run("inference").worstAbsolute());
    }

    @Test
    void aMissingFileFails() throws IOException {
        Files.delete(tiny.file(TinyReference.WINDOW));
        failsAlone("audio", TinyReference.WINDOW, "there is no such file");
    }

    @Test
    void anotherShapeThanTheManifestSaysFails() throws IOException {
        tiny.entry(TinyReference.WINDOW).putArray("shape").add(1).add(1024);
        failsAlone("audio", TinyReference.WINDOW, "the file has the shape [1024], the manifest says [1,1024]");
    }

    @Test
    void anotherLengthThanTheProgramGivesFails() throws IOException {
        Files.write(tiny.file("audio/window_speaker"), Files.readAllBytes(tiny.file(TinyReference.WINDOW)));
        tiny.entry("audio/window_speaker").putArray("shape").add(1024);
        failsAlone("audio", "audio/window_speaker", "found 400 values, expected 1024");
    }

    @Test
    void aCutOffFileFails() throws IOException {
        byte[] bytes = Files.readAllBytes(tiny.file(TinyReference.WINDOW));
        for (int length : new int[] {0, 5, 11, 40, bytes.length - 1}) {
            Files.write(tiny.file(TinyReference.WINDOW), Arrays.copyOf(bytes, length));
            failsAlone("audio", TinyReference.WINDOW, ".npy: ");
        }
    }

    @Test
    void anUnknownArrayFails() throws IOException {
        tiny.add("audio/tea_leaves", 1, 2);
        failsAlone("audio", "audio/tea_leaves", "no check knows");
        tiny.add("tea/leaves", 1);
        tiny.write();
        GroupResult unknown =
                verify(Optional.empty()).groups().get(Verification.groupNames().size());
        assertEquals(List.of("tea/leaves: no check knows this array"), unknown.failures());
    }

    @Test
    void aFrontEndThatTheProgramDoesNotHaveFails() throws IOException {
        tiny.add("audio/window_whale", 1, 2);
        failsAlone("audio", "audio/window_whale", "no mel front end \"whale\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"nearly\"",
                "{\"atol\": -1, \"rtol\": 0}",
                "{\"atol\": 1}",
                "{\"atol\": \"NaN\", \"rtol\": 0}",
                "{\"atol\": 1e999, \"rtol\": 0}",
                "null"
            })
    void aToleranceThatCannotBeUnderstoodFails(String tolerance) throws IOException {
        var entry = tiny.entry(TinyReference.WINDOW);
        entry.set("tolerance", new com.fasterxml.jackson.databind.ObjectMapper().readTree(tolerance));
        failsAlone("audio", TinyReference.WINDOW, "tolerance");
    }

    @Test
    void settingsThatCannotBeUnderstoodFail() throws IOException {
        tiny.entry("inference/stream/wave").put("meaning", "a wave");
        GroupResult result = run("inference");
        assertFalse(result.passed());
        assertTrue(
                result.failures().get(0).contains("no number fits"),
                result.failures().toString());
    }

    @Test
    void withoutItsModelEverythingFailsThatNeedsOne() throws IOException {
        tiny.add("dvae/codes/x", 1);
        GroupResult result = run("dvae");
        assertEquals(2, result.failed());
        assertTrue(
                result.failures().get(1).startsWith("dvae/codes/x: was not reached"),
                result.failures().toString());
    }

    @Test
    void aFolderWithNothingToCompareDoesNotPass() throws IOException {
        assertFalse(verify(Optional.of("resume")).passed());
    }

    @Test
    void damagedManifestsAreRefusedInWords() throws IOException {
        refused("{\"arrays\": [", "no valid JSON in line 1");
        refused("[1, 2]", "lists no \"arrays\"");
        refused("7", "no JSON object");
        refused("{\"arrays\": []}", "lists no \"arrays\"");
        refused("{\"arrays\": [{\"shape\": []}]}", "has no name");
        refused("{\"arrays\": [{\"name\": \"a\"}, {\"name\": \"a\"}]}", "lists a twice");
        Files.delete(tiny.root().resolve("manifest.json"));
        assertThrows(ReferenceException.class, () -> ReferenceFolder.open(tiny.root()));
        assertThrows(
                ReferenceException.class, () -> ReferenceFolder.open(tiny.root().resolve("absent")));
    }

    private void refused(String manifest, String words) throws IOException {
        Files.writeString(tiny.root().resolve("manifest.json"), manifest);
        String message = assertThrows(ReferenceException.class, () -> ReferenceFolder.open(tiny.root()))
                .getMessage();
        assertTrue(message.contains("manifest.json") && message.contains(words), message);
    }

    @Test
    void filesOutsideOfTheFolderAreNotRead() throws IOException {
        tiny.entry(TinyReference.WINDOW).put("file", "../../etc/secret.npy");
        failsAlone("audio", TinyReference.WINDOW, "outside of the folder");
    }

    @Test
    void groupsThatDoNotExistAreNamed() {
        String message = assertThrows(IllegalArgumentException.class, () -> verify(Optional.of("nothing")))
                .getMessage();
        assertTrue(message.contains("nothing") && message.contains("gpt-gradients"), message);
    }
}
