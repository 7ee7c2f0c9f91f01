package hangolo.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hangolo.engine.Backend;
import hangolo.engine.Precision;
import hangolo.engine.cpu.CpuBackend;
import hangolo.engine.cuda.EmulatedCuda;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program against everything that Coqui TTS computed. */
class VerificationTest {

    private static final Set<String> GPT = Set.of("gpt-forward", "gpt-gradients", "optimizer", "resume", "inference");

    static Stream<String> groups() {
        return Verification.groupNames().stream();
    }

    /** The groups whose matrix multiplications bf16 reaches. */
    static Stream<String> roundedGroups() {
        return Stream.concat(GPT.stream().sorted(), Stream.of("vocoder"));
    }

    @ParameterizedTest
    @MethodSource("groups")
    void agreesWithCoqui(String name) throws IOException {
        try (Backend backend = new CpuBackend(1)) {
            verify(name, backend);
        }
    }

    /** With the operands of the GPT's and the vocoder's matrix multiplications cast to bf16. */
    @ParameterizedTest
    @MethodSource("roundedGroups")
    void agreesInBf16(String name) throws IOException {
        assumeTrue(
                CpuBackend.fastest() == Precision.BF16,
                "not run: this processor has neither AVX512_BF16 nor AMX, so there is no bf16 to test");
        try (Backend backend = new CpuBackend(1, Precision.BF16)) {
            verify(name, backend);
        }
    }

    /** On a GPU, or on an emulated one, which takes minutes for the GPT. */
    @ParameterizedTest
    @MethodSource("groups")
    void agreesWithCoquiOnCuda(String name) throws IOException {
        boolean quick = !GPT.contains(name) || EmulatedCuda.realGpu() || Boolean.getBoolean("hangolo.cuda.verify");
        assumeTrue(quick, "not run: no GPU, and minutes long on an emulated one: -Dhangolo.cuda.verify=true runs it");
        try (Backend backend = EmulatedCuda.open(Precision.FP32)) {
            verify(name, backend);
        }
    }

    @Test
    void theVocoderAgreesInBf16OnCuda() throws IOException {
        try (Backend backend = EmulatedCuda.open(Precision.BF16)) {
            verify("vocoder", backend);
        }
    }

    private static void verify(String name, Backend backend) throws IOException {
        ReferenceFolder folder = ReferenceFolder.open(ReferenceData.folder());
        Verification found = Verification.run(folder, backend, Optional.of(name), group -> {});
        GroupResult group = found.groups().get(0);
        assertEquals(List.of(), group.failures());
        assertTrue(group.compared() > 0, "nothing was compared");
        assertTrue(found.passed());
    }
}
