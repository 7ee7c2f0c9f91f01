package hangolo.models.weights.file;

import hangolo.models.weights.ByteSource;
import hangolo.models.weights.WeightFileErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** The formats of weight files, recognised by their first bytes. */
enum FileFormat {
    ZIP {
        @Override
        WeightFile.Content read(FileChannel channel, WeightFileErrors errors) throws IOException {
            return ZipTorchReader.read(channel, errors);
        }
    },
    LEGACY {
        @Override
        WeightFile.Content read(FileChannel channel, WeightFileErrors errors) throws IOException {
            return LegacyTorchReader.read(channel, errors);
        }
    },
    SAFETENSORS {
        @Override
        WeightFile.Content read(FileChannel channel, WeightFileErrors errors) throws IOException {
            return SafetensorsReader.read(channel, errors);
        }
    };

    abstract WeightFile.Content read(FileChannel channel, WeightFileErrors errors) throws IOException;

    static FileFormat of(FileChannel channel, WeightFileErrors errors) throws IOException {
        long size = channel.size();
        if (size == 0) {
            throw errors.unsupported("the file is empty. Copy or download it again");
        }
        ByteBuffer head = ByteBuffer.allocate((int) Math.min(size, 16)).order(ByteOrder.LITTLE_ENDIAN);
        new ByteSource.Region(channel, 0, size).read(0, head);
        head.flip();
        if (size > 9 && head.get(8) == '{' && head.getLong(0) > 0 && head.getLong(0) <= size - 8) {
            return SAFETENSORS;
        }
        if (size >= 4 && head.getInt(0) == 0x04034b50) {
            return ZIP;
        }
        int first = head.get(0) & 0xff;
        boolean oldPickle = size > 1 && "(]}c".indexOf(first) >= 0 && looksLikePickle(channel, size);
        if (first == 0x80 || oldPickle) {
            return LEGACY;
        }
        throw errors.unsupported(
                "this is no weight file: it begins neither like a PyTorch file (.pth) nor like safetensors");
    }

    /** Pickles of protocol 0 and 1 have no mark at the beginning; they end with a dot. */
    private static boolean looksLikePickle(FileChannel channel, long size) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        new ByteSource.Region(channel, size - 1, 1).read(0, last);
        return last.get(0) == '.';
    }
}
