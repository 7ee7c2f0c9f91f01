package hangolo.fuzz;

/**
 * How much memory a reader may take for one file, all objects that it ever creates counted together.
 *
 * @param fixedBytes what it needs whatever the file
 * @param bytesPerByte what each byte of the file may become
 */
public record Budget(long fixedBytes, long bytesPerByte) {
    long of(long fileBytes) {
        return fixedBytes + bytesPerByte * fileBytes;
    }
}
