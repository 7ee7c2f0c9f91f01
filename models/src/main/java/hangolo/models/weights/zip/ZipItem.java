package hangolo.models.weights.zip;

/**
 * One entry of a zip directory.
 *
 * @param name the path in the archive
 * @param method 0 for stored, 8 for deflated
 * @param flags the general purpose flags
 * @param crc the CRC-32 of the unpacked bytes
 * @param bytes the unpacked size
 * @param packedBytes the size in the file
 * @param headerOffset where the local header begins
 */
public record ZipItem(String name, int method, int flags, int crc, long bytes, long packedBytes, long headerOffset) {}
