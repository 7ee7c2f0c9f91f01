package hangolo.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Damages what is inside a zip file and packs it anew, check sums right, so that the reader gets past them: contents changed, entries
 * left out, reordered, renamed, listed twice, stored or deflated.
 */
public final class ZipMutator implements Mutator {
    /** Any byte is a letter, so that damaged names can be read and written. */
    private static final Charset LATIN = StandardCharsets.ISO_8859_1;

    private final Mutator contents;
    private final String favourite;

    /**
     * A mutator of zip files.
     *
     * @param contents damages one entry
     * @param favourite the end of the name of the entry that matters most
     */
    public ZipMutator(Mutator contents, String favourite) {
        this.contents = contents;
        this.favourite = favourite;
    }

    private record Item(String name, byte[] content) {}

    @Override
    public byte[] mutate(byte[] good, SplittableRandom random) {
        try {
            List<Item> items = unpack(good);
            if (items.isEmpty()) {
                return contents.mutate(good, random);
            }
            List<Item> damaged = new ArrayList<>();
            for (Item item : items) {
                boolean hit = item.name.endsWith(favourite) ? random.nextInt(8) > 0 : random.nextInt(20) == 0;
                damaged.add(hit ? new Item(item.name, contents.mutate(item.content, random)) : item);
            }
            return packed(rearranged(damaged, random), random);
        } catch (IOException | IllegalArgumentException e) {
            return contents.mutate(good, random); // the good file is a damaged zip itself
        }
    }

    private static List<Item> unpack(byte[] zip) throws IOException {
        List<Item> items = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip), LATIN)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                items.add(new Item(entry.getName(), in.readAllBytes()));
            }
        }
        return items;
    }

    private static List<Item> rearranged(List<Item> items, SplittableRandom random) {
        int at = random.nextInt(items.size());
        switch (random.nextInt(10)) {
            case 0 -> items.remove(at);
            case 1 -> Collections.shuffle(items, new Random(random.nextLong()));
            case 2 -> items.set(at, new Item(items.get(at).name + "x", items.get(at).content));
            case 3 -> items.add(new Item("other/data.pkl", items.get(at).content));
            default -> {
                // the entries stay as they are
            }
        }
        return items;
    }

    private static byte[] packed(List<Item> items, SplittableRandom random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes, LATIN)) {
            for (Item item : items) {
                ZipEntry entry = new ZipEntry(item.name);
                if (random.nextInt(4) > 0) {
                    store(entry, item.content);
                }
                out.putNextEntry(entry);
                out.write(item.content);
            }
        }
        return random.nextInt(12) == 0 ? listedTwice(bytes.toByteArray(), items, random) : bytes.toByteArray();
    }

    private static void store(ZipEntry entry, byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
    }

    /** Gives one entry the name of another of the same length. */
    private static byte[] listedTwice(byte[] zip, List<Item> items, SplittableRandom random) {
        byte[] from = bytes(items.get(random.nextInt(items.size())).name);
        byte[] to = bytes(items.get(random.nextInt(items.size())).name);
        for (int at = 0; from.length == to.length && at + from.length <= zip.length; at++) {
            if (Arrays.equals(zip, at, at + from.length, from, 0, from.length)) {
                System.arraycopy(to, 0, zip, at, to.length);
            }
        }
        return zip;
    }

    private static byte[] bytes(String name) {
        return name.getBytes(LATIN);
    }
}
