package hangolo.app.replay;

import hangolo.rules.replay.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recorded run as it was found.
 *
 * @param source what it was read from
 * @param kind what that is, in words
 * @param recording the run
 * @param notes what was assumed or left out in reading it, for people
 * @param rulesFolder folder with edited rules that the run used, empty for the shipped ones or if nobody knows
 */
public record Recorded(Path source, String kind, Recording recording, List<String> notes, Optional<Path> rulesFolder) {

    /** Copies the list. */
    public Recorded {
        notes = List.copyOf(notes);
    }

    /** What was read as plain values, for JSON. */
    public Map<String, Object> toMap() {
        return Map.of("source", source.toString(), "kind", kind, "phase", recording.phase(), "notes", notes);
    }
}
