package hangolo.models.data;

/**
 * A clip that is not used, and why.
 *
 * @param clip the clip as listed
 * @param reason the kind of reason
 * @param detail figures or characters in words, for example {@code 0.31 s, at least 0.50 s}
 */
public record RejectedClip(Clip clip, RejectReason reason, String detail) {

    @Override
    public String toString() {
        return clip.id() + ": " + reason.words() + " (" + detail + ")";
    }
}
