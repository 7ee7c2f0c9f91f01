package hangolo.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever way the bytes take, past the cache or through it, the file holds them where they belong. */
class DirectFileTest {
    @TempDir
    Path folder;

    private final byte[] content = new byte[3_000_001];

    {
        new Random(7).nextBytes(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 4095, 4096, 4097, 70_000})
    void chunksKeepTheirPlaces(int place) throws IOException {
        Path path = folder.resolve("some ó.bin");
        try (DirectFile file = DirectFile.create(path)) {
            for (int done = 0; done < content.length; ) {
                ByteBuffer chunk = file.chunk(place + done);
                int begin = chunk.position();
                int length = Math.min(chunk.remaining(), content.length - done);
                chunk.put(content, done, length);
                file.write(chunk.flip().position(begin), place + done);
                assertEquals(0, chunk.remaining());
                done += length;
            }
            file.force();
        }
        assertHolds(path, place);
    }

    @Test
    void anyBufferWillDo() throws IOException {
        Path path = folder.resolve("heap.bin");
        ByteBuffer odd = ByteBuffer.allocateDirect(content.length + 1).position(1);
        odd.put(content).position(1);
        try (DirectFile file = DirectFile.create(path)) {
            file.write(ByteBuffer.wrap(content), 5);
            file.write(odd, 5 + content.length);
        }
        byte[] all = Files.readAllBytes(path);
        assertEquals(5 + 2 * content.length, all.length);
        assertArrayEquals(content, Arrays.copyOfRange(all, 5, 5 + content.length));
        assertArrayEquals(content, Arrays.copyOfRange(all, 5 + content.length, all.length));
    }

    @Test
    void anOldFileIsEmptied() throws IOException {
        Path path = Files.write(folder.resolve("old.bin"), content);
        DirectFile.create(path).close();
        assertEquals(0, Files.size(path));
    }

    private void assertHolds(Path path, int place) throws IOException {
        byte[] all = Files.readAllBytes(path);
        assertEquals(place + content.length, all.length);
        assertArrayEquals(new byte[place], Arrays.copyOf(all, place));
        assertArrayEquals(content, Arrays.copyOfRange(all, place, all.length));
    }
}
