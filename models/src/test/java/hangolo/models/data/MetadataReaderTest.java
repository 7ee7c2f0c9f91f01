package hangolo.models.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataReaderTest {

    @TempDir
    Path folder;

    @Test
    void readsTheNormalisedColumnOfLjspeech() throws IOException {
        List<Clip> clips = ljspeech("a|Raw 1.|Raw one.\nb|Only raw.\nc|Raw.|\n");
        assertEquals(List.of("Raw one.", "Only raw.", "Raw."), texts(clips));
        assertEquals(folder.resolve("wavs").resolve("b.wav"), clips.get(1).audio());
        assertEquals("Blikk#wavs/b", clips.get(1).id());
        assertEquals(2, clips.get(1).row());
        assertEquals("hu", clips.get(1).language());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void acceptsMarksBlankLinesAndAllLineEnds(String end) throws IOException {
        String text = "\uFEFF" + String.join(end, "a|Első.|Első.", "", "   ", "b|Második.|Második.", "");
        List<Clip> clips = ljspeech(text);
        assertEquals(List.of("Első.", "Második."), texts(clips));
        assertEquals(4, clips.get(1).row());
        assertEquals("Blikk#wavs/a", clips.get(0).id());
    }

    @Test
    void findsOtherKindsOfSoundFiles() throws IOException {
        Files.createDirectories(folder.resolve("wavs"));
        Files.createFile(folder.resolve("wavs/a.flac"));
        assertEquals(
                folder.resolve("wavs").resolve("a.flac"),
                ljspeech("a|Text.|Text.").get(0).audio());
    }

    @Test
    void readsCoquiColumnsInAnyOrder() throws IOException {
        List<Clip> clips = coqui("text|speaker_name|audio_file|language\nSzia.|anna|wavs\\x.wav|\nHello.||y.wav|en\n");
        assertEquals(folder.resolve("wavs").resolve("x.wav"), clips.get(0).audio());
        assertEquals(List.of("hu", "en"), clips.stream().map(Clip::language).toList());
        assertEquals(List.of("anna", "coqui"), clips.stream().map(Clip::speaker).toList());
        assertEquals("Blikk#y", clips.get(1).id());
    }

    @Test
    void readsQuotesAsTheReferenceDoesButKeepsTheWordNa() throws IOException {
        List<Clip> clips = coqui("audio_file|text|speaker_name\n"
                + "wavs/clip_01.wav|\"Quoted text, he said.\"|anna\n"
                + "wavs/clip_02.wav|He said \"yes\" today.|bela\n"
                + "wavs/clip_03.wav|NA|anna\n"
                + "wavs/clip_04.wav|1234|bela\n"
                + "wavs/clip_05.wav|\"One | two \"\"three\"\"\"|bela\n"
                + "wavs/clip_06.wav|\"Yes\" he said.|bela\n"
                + "wavs/clip_07.wav|\"Two\nlines\"|bela\n"
                + "wavs/clip_08.wav|Last.|bela\n");
        assertEquals(
                List.of(
                        "Quoted text, he said.",
                        "He said \"yes\" today.",
                        "NA",
                        "1234",
                        "One | two \"three\"",
                        "Yes he said.",
                        "Two\nlines",
                        "Last."),
                texts(clips));
        assertEquals(10, clips.get(7).row());
    }

    @Test
    void namesClipsThatAreListedTwiceApart() throws IOException {
        List<Clip> clips = ljspeech("a|One.|One.\na|Two.|Two.\na|Three.|Three.\n");
        assertEquals(
                List.of("Blikk#wavs/a", "Blikk#wavs/a (2)", "Blikk#wavs/a (3)"),
                clips.stream().map(Clip::id).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    LJSPEECH; a|b|b~just text; row 2: found 1 column
                    LJSPEECH; a|b~|c; row 2: the id in column 1 is empty
                    LJSPEECH; audio_file|text; row 1: this is a header of the coqui format
                    LJSPEECH; ~~; lists no clips
                    LJSPEECH; a|b~x\\0y|c; row 2: 'wavs/x
                    COQUI; a|b|c; row 1: the header of the coqui format needs a column audio_file
                    COQUI; audio_file|speaker_name~a|b; row 1: the header of the coqui format needs a column text
                    COQUI; audio_file|text~x.wav|a|b; row 2: found 3 columns, but the header has 2
                    COQUI; audio_file|text~|a; row 2: audio_file is empty
                    COQUI; audio_file|text; has a header but no clips
                    COQUI; audio_file|text~x.wav|"a~y.wav|b; row 2: a field begins with a quote
                    COQUI; audio_file|text~x.wav|"a~y.wav|"b c"; row 2: a field begins with a quote
                    """)
    void saysWhatIsWrongAndWhere(MetadataFormat format, String text, String message) throws IOException {
        String content = text.replace('~', '\n').replace("\\0", "\0");
        DataException error = assertThrows(DataException.class, () -> read(format, content));
        assertTrue(error.getMessage().contains(message), error.getMessage());
        assertTrue(error.getMessage().contains("metadata.csv"), error.getMessage());
    }

    @Test
    void saysWhichFileIsMissing() {
        DataSource source = DataSource.of("Blikk", folder, MetadataFormat.LJSPEECH, "no.csv", "hu");
        DataException error = assertThrows(DataException.class, () -> MetadataReader.read(source));
        assertTrue(error.getMessage().contains("'Blikk'"), error.getMessage());
        assertTrue(error.getMessage().contains("no.csv"), error.getMessage());
    }

    @Test
    void refusesOtherEncodingsWithTheRow() throws IOException {
        byte[] old = "a|jó|jó\r\nb|jó|jó\r\n".getBytes(Charset.forName("windows-1250"));
        assertTrue(failure(old).contains("row 1: not UTF-8"));
        byte[] late = "a|jo|jo\r\nb|jó|jó\r\n".getBytes(Charset.forName("windows-1250"));
        assertTrue(failure(late).contains("row 2: not UTF-8"));
        byte[] cut = "a|jo|jo\nb|jo|\u00f3".getBytes(StandardCharsets.UTF_8);
        assertTrue(failure(java.util.Arrays.copyOf(cut, cut.length - 1)).contains("row 2: not UTF-8"));
        assertTrue(failure("a|b|b".getBytes(StandardCharsets.UTF_16)).contains("UTF-16"));
    }

    @Test
    void readsTheEvaluationClipsOfASource() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "a|A.|A.");
        Files.writeString(folder.resolve("eval.csv"), "b|B.|B.");
        DataSource source = new DataSource(
                "Blikk",
                folder,
                MetadataFormat.LJSPEECH,
                folder.resolve("train.csv"),
                Optional.of(folder.resolve("eval.csv")),
                "hu");
        assertEquals(List.of("B."), texts(MetadataReader.readEvaluation(source)));
        assertEquals(List.of("A."), texts(MetadataReader.read(source)));
    }

    @Test
    void knowsFormatsByName() {
        assertEquals(MetadataFormat.COQUI, MetadataFormat.of(" Coqui "));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> MetadataFormat.of("vctk"))
                .getMessage()
                .contains("ljspeech"));
    }

    private String failure(byte[] bytes) throws IOException {
        Files.write(folder.resolve("metadata.csv"), bytes);
        DataSource source = DataSource.of("Blikk", folder, MetadataFormat.LJSPEECH, "metadata.csv", "hu");
        return assertThrows(DataException.class, () -> MetadataReader.read(source))
                .getMessage();
    }

    private List<Clip> ljspeech(String text) throws IOException {
        return read(MetadataFormat.LJSPEECH, text);
    }

    private List<Clip> coqui(String text) throws IOException {
        return read(MetadataFormat.COQUI, text);
    }

    private List<Clip> read(MetadataFormat format, String text) throws IOException {
        Files.writeString(folder.resolve("metadata.csv"), text);
        return MetadataReader.read(DataSource.of("Blikk", folder, format, "metadata.csv", "hu"));
    }

    private static List<String> texts(List<Clip> clips) {
        return clips.stream().map(Clip::text).toList();
    }
}
