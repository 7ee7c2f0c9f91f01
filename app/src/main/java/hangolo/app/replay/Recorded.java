package hangolo.app.replay;

import hangolo.rules.replay.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recorded run.
 *
 * @param source what it was read from
 * @param kind a description of the source
 * @param recording the run
 * @param notes what was assumed or skipped when reading it, for the user
 * @param rulesFolder folder with the edited rules of the run; empty for the built-in rules or if unknown
 */
public record Recorded(Path source, String kind, Recording recording, List<String> notes, Optional<Path> rulesFolder) {

    /** Copies the list. */
    public Recorded {
        notes = List.copyOf(notes);
    }

    /** The source as plain values, for JSON. */
    public Map<String, Object> toMap() {
        return Map.of("source", source.toString(), "kind", kind, "phase", recording.phase(), "notes", notes);
    }
}
