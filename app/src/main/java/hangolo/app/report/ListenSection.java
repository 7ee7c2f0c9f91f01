package hangolo.app.report;

import hangolo.app.record.RecordException;
import hangolo.app.record.RunRecord;
import hangolo.app.record.RunRecord.LettersRead;
import hangolo.app.record.RunRecord.Sentence;
import hangolo.app.record.RunRecord.SpokenSample;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The test sentences to listen to, and what was measured on them. */
final class ListenSection {

    private final RunView view;
    private final RunRecord run;

    ListenSection(RunView view) {
        this.view = view;
        this.run = view.run();
    }

    /** One block of players a sentence. */
    String players() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < run.sentences().size(); i++) {
            Sentence sentence = run.sentences().get(i);
            out.append("<article class=\"sentence\"><h3>").append(i + 1).append(". <q lang=\"");
            out.append(Html.text(sentence.language())).append("\">").append(Html.text(sentence.text()));
            out.append("</q></h3><div class=\"players\">\n");
            sentence.reference().ifPresent(file -> out.append(player("reference", "the speaker", file)));
            for (SpokenSample sample : sentence.samples()) {
                String note = "step " + sample.step() + ", " + Numbers.fixed(sample.seconds(), 1) + " s";
                out.append(player(sample.modelLabel(), note, sample.file()));
            }
            out.append("</div></article>\n");
        }
        return out.toString();
    }

    private String player(String name, String note, String file) {
        Path sound = view.folder().resolve(file).normalize();
        String strong = name.equals(view.thisPhase()) ? " class=\"own\"" : "";
        String head = "<figure" + strong + "><figcaption><b>" + Html.text(name) + "</b> <small>" + Html.text(note)
                + "</small></figcaption>";
        if (!sound.startsWith(view.folder()) || !Files.isRegularFile(sound)) {
            return head + "<p class=\"note\">" + Html.text(file + " is no longer there") + "</p></figure>\n";
        }
        try {
            String data = Base64.getEncoder().encodeToString(Files.readAllBytes(sound));
            return head + "<audio controls preload=\"metadata\" src=\"data:audio/wav;base64," + data
                    + "\"></audio></figure>\n";
        } catch (IOException e) {
            throw new RecordException(sound + " cannot be read: " + e.getMessage());
        }
    }

    /** What was measured, one row a take. */
    String evidence() {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < run.sentences().size(); i++) {
            for (SpokenSample sample : run.sentences().get(i).samples()) {
                rows.add(row(i + 1, sample));
            }
        }
        if (rows.isEmpty()) {
            return "";
        }
        List<String> heads = List.of(
                "Sentence",
                "Voice",
                "s / character",
                "end dB",
                "silence %",
                "clipped %",
                "level dB",
                "pitch Hz",
                "range semitones",
                "off semitones",
                "speaker",
                "ended");
        return Html.table(2, heads, rows)
                + Html.note(
                        "level: relative to full scale; end: what comes after the speech, relative to it, -100 for silence; "
                                + "off: mean pitch above or below that of the reference; speaker: cosine of the speaker embeddings of this audio and of the reference; ended: the model "
                                + "stopped by itself.");
    }

    private static List<String> row(int number, SpokenSample sample) {
        AudioFacts facts = sample.facts();
        return List.of(
                Integer.toString(number),
                Html.text(sample.modelLabel()),
                value(facts, AudioMeasure.SECONDS_PER_CHARACTER, 1, 3),
                value(facts, AudioMeasure.TRAILING_NOISE_DB, 1, 0),
                value(facts, AudioMeasure.SILENCE_RATIO, 100, 0),
                value(facts, AudioMeasure.CLIPPING_RATIO, 100, 2),
                value(facts, AudioMeasure.LEVEL_DB, 1, 1),
                value(facts, AudioMeasure.PITCH_MEAN_HZ, 1, 0),
                value(facts, AudioMeasure.PITCH_RANGE_SEMITONES, 1, 1),
                value(facts, AudioMeasure.SPEAKER_PITCH_SEMITONES, 1, 1),
                value(facts, AudioMeasure.SPEAKER_SIMILARITY, 1, 2),
                facts.stopTokenReached()
                        .map(yes -> yes ? "yes" : "<b class=\"bad\">no</b>")
                        .orElse("–"));
    }

    private static String value(AudioFacts facts, AudioMeasure measure, double factor, int decimals) {
        OptionalDouble value = facts.measure(measure);
        return value.isPresent() ? Numbers.fixed(value.getAsDouble() * factor, decimals) : "–";
    }

    /** Letters that a recognizer read, per voice, and what it read. */
    String letters() {
        if (run.letters().isEmpty()) {
            return "";
        }
        Map<String, int[]> sums = new LinkedHashMap<>();
        List<List<String>> details = new ArrayList<>();
        for (LettersRead read : run.letters()) {
            int[] sum = sums.computeIfAbsent(read.modelLabel(), modelLabel -> new int[2]);
            sum[0] += read.correct();
            sum[1] += read.letters();
            details.add(List.of(
                    Html.text(read.modelLabel()),
                    Html.text(read.sentence()),
                    Html.text(read.read()),
                    read.correct() + " / " + read.letters()));
        }
        List<List<String>> rows = new ArrayList<>();
        sums.forEach((modelLabel, sum) -> rows.add(
                List.of(Html.text(modelLabel), bar(100.0 * sum[0] / sum[1]), sum[0] + " / " + sum[1], percent(sum))));
        return Html.table(2, List.of("Voice", "", "Letters", "Share"), rows)
                + "<details><summary>Sentence by sentence</summary>"
                + Html.table(3, List.of("Voice", "To be said", "Read", "Letters"), details) + "</details>\n"
                + Html.note(
                        "Letters of held-out sentences that a matched-filter recogniser reads from the generated audio.");
    }

    private static String percent(int[] sum) {
        return Numbers.fixed(100.0 * sum[0] / sum[1], 1) + " %";
    }

    private static String bar(double percent) {
        return "<span class=\"bar\"><span style=\"width:" + Numbers.fixed(Math.max(0, Math.min(100, percent)), 1)
                + "%\"></span></span>";
    }
}
