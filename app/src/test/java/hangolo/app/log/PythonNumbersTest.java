package hangolo.app.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonNumbersTest {

    // Right column: what str(float) gives in Python 3.
    @ParameterizedTest
    @CsvSource({
        "1e-6, 1e-06",
        "5e-6, 5e-06",
        "1.5e-6, 1.5e-06",
        "0.0001, 0.0001",
        "0.00012345, 0.00012345",
        "2e-5, 2e-05",
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "100, 100.0",
        "-3.507, -3.507",
        "0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004",
        "2.0e-3, 0.002",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1.2345e22, 1.2345e+22",
        "1e100, 1e+100",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "NaN, nan",
        "Infinity, inf",
        "-Infinity, -inf"
    })
    void writesAsPython(double value, String text) {
        assertEquals(text, PythonNumbers.text(value));
    }

    @Test
    void readsBackAsTheSameNumber() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertEquals(value, Double.parseDouble(PythonNumbers.text(value)));
            }
        }
    }

    @Test
    void roundsAsPython() {
        assertEquals("0.0625", PythonNumbers.rounded(0.0625, 4));
        assertEquals("2.67", PythonNumbers.rounded(2.675, 2), "2.675 is below its decimal text");
        assertEquals("0.0312", PythonNumbers.rounded(0.03125, 4), "half to even");
    }
}
