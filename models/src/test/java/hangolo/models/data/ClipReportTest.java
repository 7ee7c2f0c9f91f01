package hangolo.models.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClipReportTest {

    private static final ClipReport REPORT = new ClipReport(
            List.of(
                    new ClipReport.SourceCounts("Milliomos", 80, 75, 4, 540, 60),
                    new ClipReport.SourceCounts("Blikk", 231, 218, 12, 1710, 90)),
            List.of(
                    left("Milliomos", 3, RejectReason.TOO_SHORT, "0.31 s, at least 0.50 s"),
                    left("Blikk", 7, RejectReason.MISSING_FILE, "wavs/7.wav")));

    @Test
    void table() {
        assertEquals("""
                source      listed training evaluation left out  minutes
                Milliomos       80       75          4        1     10.0
                Blikk          231      218         12        1     30.0
                all            311      293         16        2     40.0

                Left out: file is missing (1), audio is too short (1)
                  Milliomos#3: audio is too short (0.31 s, at least 0.50 s)
                  Blikk#7: file is missing (wavs/7.wav)
                """, REPORT.table());
    }

    @Test
    void tsvHasOneLineForEachClip() {
        List<String> lines = REPORT.tsv().lines().toList();
        assertEquals(3, lines.size());
        assertEquals("clip\tsource\treason\tdetail\taudio\tmetadata\trow\ttext", lines.get(0));
        assertTrue(lines.get(2).endsWith("\t7\ttwo lines"), lines.get(2));
        assertTrue(lines.stream().allMatch(line -> line.split("\t").length == 8));
    }

    @Test
    void jsonHasAllFigures() throws IOException {
        JsonNode json = new ObjectMapper().readTree(REPORT.json());
        assertEquals(311, json.at("/total/listed").asInt());
        assertEquals(218, json.at("/sources/1/training").asInt());
        assertEquals(1, json.at("/reasons/missing_file").asInt());
        assertEquals("Blikk#7", json.at("/leftOut/1/clip").asText());
        assertEquals(7, json.at("/leftOut/1/row").asInt());
    }

    private static RejectedClip left(String source, int row, RejectReason reason, String detail) {
        Clip clip = new Clip(
                source + "#" + row,
                Path.of(row + ".wav"),
                "two\nlines",
                "hu",
                source,
                "a",
                Path.of("metadata.csv"),
                row);
        return new RejectedClip(clip, reason, detail);
    }
}
