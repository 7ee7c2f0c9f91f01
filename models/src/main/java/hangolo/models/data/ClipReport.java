package hangolo.models.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of every clip that was listed.
 *
 * @param sources counts of each source, in the order they were given
 * @param leftOut the clips that are not used, in the order they were listed
 */
public record ClipReport(List<SourceCounts> sources, List<RejectedClip> leftOut) {

    /**
     * Counts of one source.
     *
     * @param name its name
     * @param listed rows of its metadata
     * @param training clips to train with
     * @param evaluation clips held out
     * @param trainingSeconds sound to train with
     * @param evaluationSeconds sound held out
     */
    public record SourceCounts(
            String name, int listed, int training, int evaluation, double trainingSeconds, double evaluationSeconds) {

        /** Clips that are not used. */
        public int leftOut() {
            return listed - training - evaluation;
        }

        /** Minutes of sound that is used. */
        public double minutes() {
            return (trainingSeconds + evaluationSeconds) / 60;
        }

        private SourceCounts plus(SourceCounts other) {
            return new SourceCounts(
                    name,
                    listed + other.listed,
                    training + other.training,
                    evaluation + other.evaluation,
                    trainingSeconds + other.trainingSeconds,
                    evaluationSeconds + other.evaluationSeconds);
        }
    }

    /** Keeps copies of the lists. */
    public ClipReport {
        sources = List.copyOf(sources);
        leftOut = List.copyOf(leftOut);
    }

    /** The counts of all sources together, named {@code all}. */
    public SourceCounts total() {
        return sources.stream().reduce(new SourceCounts("all", 0, 0, 0, 0, 0), SourceCounts::plus);
    }

    /** How many clips were left out for each reason; only reasons that occur. */
    public Map<RejectReason, Integer> reasons() {
        Map<RejectReason, Integer> counts = new EnumMap<>(RejectReason.class);
        leftOut.forEach(clip -> counts.merge(clip.reason(), 1, Integer::sum));
        return counts;
    }

    /** The reasons in one line, for example {@code file is missing (2), audio is too short (1)}; empty if none. */
    public String reasonsInWords() {
        return String.join(
                ", ",
                reasons().entrySet().stream()
                        .map(e -> e.getKey().words() + " (" + e.getValue() + ")")
                        .toList());
    }

    /** For people: a table of the sources and a line for every clip left out. */
    public String table() {
        StringBuilder out = new StringBuilder();
        int width = sources.stream().mapToInt(s -> s.name().length()).max().orElse(0);
        String line = "%-" + Math.max(width, "source".length()) + "s %8s %8s %10s %8s %8s\n";
        out.append(
                String.format(Locale.ROOT, line, "source", "listed", "training", "evaluation", "left out", "minutes"));
        for (SourceCounts source : sources) {
            out.append(row(line, source));
        }
        if (sources.size() > 1) {
            out.append(row(line, total()));
        }
        if (!leftOut.isEmpty()) {
            out.append("\nLeft out: ").append(reasonsInWords()).append('\n');
            leftOut.forEach(clip -> out.append("  ").append(clip).append('\n'));
        }
        return out.toString();
    }

    private static String row(String line, SourceCounts s) {
        return String.format(
                Locale.ROOT,
                line,
                s.name(),
                s.listed(),
                s.training(),
                s.evaluation(),
                s.leftOut(),
                String.format(Locale.ROOT, "%.1f", s.minutes()));
    }

    /** For spreadsheets: the clips left out, one a line, with a header, separated by tabs. */
    public String tsv() {
        StringBuilder out = new StringBuilder("clip\tsource\treason\tdetail\taudio\tmetadata\trow\ttext\n");
        for (RejectedClip one : leftOut) {
            Clip clip = one.clip();
            out.append(String.join(
                            "\t",
                            cell(clip.id()),
                            cell(clip.source()),
                            one.reason().words(),
                            cell(one.detail()),
                            cell(clip.audio().toString()),
                            cell(clip.metadata().toString()),
                            Integer.toString(clip.row()),
                            cell(clip.text())))
                    .append('\n');
        }
        return out.toString();
    }

    private static String cell(String text) {
        return text.replaceAll("[\\t\\n\\r]+", " ");
    }

    /** For programs: {@code sources}, {@code total}, {@code reasons} and {@code leftOut} as one JSON object. */
    public String json() {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ArrayNode list = root.putArray("sources");
        sources.forEach(source -> put(list.addObject(), source));
        put(root.putObject("total"), total());
        ObjectNode counts = root.putObject("reasons");
        reasons().forEach((reason, count) -> counts.put(reason.name().toLowerCase(Locale.ROOT), count));
        ArrayNode clips = root.putArray("leftOut");
        for (RejectedClip one : leftOut) {
            clips.addObject()
                    .put("clip", one.clip().id())
                    .put("source", one.clip().source())
                    .put("reason", one.reason().name().toLowerCase(Locale.ROOT))
                    .put("detail", one.detail())
                    .put("audio", one.clip().audio().toString())
                    .put("metadata", one.clip().metadata().toString())
                    .put("row", one.clip().row())
                    .put("text", one.clip().text());
        }
        return root.toPrettyString();
    }

    private static void put(ObjectNode node, SourceCounts counts) {
        node.put("name", counts.name())
                .put("listed", counts.listed())
                .put("training", counts.training())
                .put("evaluation", counts.evaluation())
                .put("leftOut", counts.leftOut())
                .put("trainingSeconds", counts.trainingSeconds())
                .put("evaluationSeconds", counts.evaluationSeconds());
    }
}
