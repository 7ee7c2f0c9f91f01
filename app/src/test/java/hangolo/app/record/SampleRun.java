package hangolo.app.record;

import hangolo.audio.AudioClip;
import hangolo.audio.WavWriter;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import hangolo.rules.facts.EvaluationPoint;
import hangolo.rules.facts.ListenerScores;
import hangolo.rules.facts.MachineState;
import hangolo.rules.facts.PhaseHistory;
import hangolo.rules.facts.PhaseResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** The reference run with a phase 2 that falls to a given Mel CE. */
public final class SampleRun {

    private SampleRun() {}

    public static RunRecord in(Path folder, double bestMel) throws IOException {
        List<RunRecord.Step> steps = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        for (long step = 1500; step < 4500; step += 5) {
            double done = (step - 1500) / 3000.0;
            double mel = curve(done, bestMel) - 0.05 + (random.nextDouble() - 0.5) * 0.35;
            steps.add(new RunRecord.Step(step, mel, 0.028 + (random.nextDouble() - 0.5) * 0.004, 1e-6));
        }
        List<RunRecord.Evaluated> evaluations = new ArrayList<>();
        for (long step = 1500; step <= 4500; step += 100) {
            double mel = curve((step - 1500) / 3000.0, bestMel);
            EvaluationPoint point = new EvaluationPoint(
                    2,
                    step,
                    (int) ((step - 1500) / 104),
                    OptionalDouble.of(mel),
                    OptionalDouble.of(0.0281 - (step - 1500) * 4e-7),
                    OptionalDouble.of(2.81 - (step - 1500) * 4e-5),
                    OptionalDouble.of(mel - 0.06));
            evaluations.add(new RunRecord.Evaluated(point, mel + 0.004, step <= 4200, false));
        }
        return new RunRecord(
                RunRecord.VERSION,
                head(),
                new RunRecord.Origin("checkpoint_1500.pth", "weights, optimizer state, step", 1500),
                new PhaseHistory(
                        Optional.of(PhaseResult.of(5.046, 0.031).heardAs(ListenerScores.overall(7.5))),
                        Optional.of(PhaseResult.of(3.507, 0.0281).heardAs(ListenerScores.overall(8.5)))),
                new RunRecord.DataReport(
                        List.of(
                                new RunRecord.DataReport.Source("Milliomos", "hu", 76, 4, 512.4),
                                new RunRecord.DataReport.Source("Blikk", "hu", 219, 12, 1490.2)),
                        List.of(new RunRecord.DataReport.LeftOut("Blikk", "b_017.wav", "longer than 11.6 s"))),
                new RunRecord.Curves(steps, evaluations),
                sentences(folder),
                letters(),
                List.of(new RunRecord.Remark(
                        3600, "warn", "slow progress", "Mel CE fell by less than 1 % in 400 steps.")),
                MachineState.unknown()
                        .withFiles(true, true, true)
                        .withGpu(false)
                        .withDisk(OptionalDouble.of(212.4), OptionalDouble.of(28.1)),
                Map.of(),
                Optional.of(new RunRecord.Ending("COMPLETE", "all epochs are trained: 30")));
    }

    private static double curve(double done, double best) {
        double end = Math.min(done, 0.9) / 0.9;
        return best + (3.511 - best) * Math.pow(1 - end, 1.7) + Math.max(0, done - 0.9) * 0.4;
    }

    private static RunRecord.Head head() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("LEARNING_RATE", "1e-06");
        settings.put("BATCH_SIZE", "3");
        settings.put("EPOCHS", "30");
        settings.put("EVAL_EVERY", "100");
        return new RunRecord.Head(
                "XTTS_Combined_Phase2",
                2,
                "Hangolo 0.2.0",
                "2026-11-01T20:15:00",
                Optional.of("2026-11-02T06:40:12"),
                37_512,
                Map.of("backend", "cpu: 16 threads, fp32"),
                settings,
                Map.of("model.pth", "a".repeat(64)),
                Optional.empty(),
                100);
    }

    private static List<RunRecord.Sentence> sentences(Path folder) throws IOException {
        List<RunRecord.Sentence> sentences = new ArrayList<>();
        String[] texts = {"Jó estét kívánok, kedves nézőink!", "Ez a kérdés <egymilliót> ér & \"több\"."};
        for (int i = 0; i < texts.length; i++) {
            List<RunRecord.SpokenSample> samples = new ArrayList<>();
            String[] voices = {"baseline", "phase 1", "phase 2"};
            for (int v = 0; v < voices.length; v++) {
                String file = "samples/" + voices[v].replace(' ', '-') + "/" + i + ".wav";
                tone(folder.resolve(file), 180 + 40 * v);
                AudioFacts facts = AudioFacts.of(texts[i])
                        .with(AudioMeasure.SECONDS_PER_CHARACTER, 0.062 + v * 0.002)
                        .with(AudioMeasure.TRAILING_NOISE_DB, -66)
                        .with(AudioMeasure.SILENCE_RATIO, 0.12)
                        .with(AudioMeasure.CLIPPING_RATIO, 0)
                        .with(AudioMeasure.LEVEL_DB, -19.4)
                        .with(AudioMeasure.PITCH_MEAN_HZ, 131)
                        .with(AudioMeasure.PITCH_RANGE_SEMITONES, 7.4 + v)
                        .withStopTokenReached(v > 0);
                samples.add(new RunRecord.SpokenSample(voices[v], v == 0 ? 0 : 1500L * v, file, 1.2, facts));
            }
            tone(folder.resolve("samples/reference/" + i + ".wav"), 150);
            sentences.add(new RunRecord.Sentence(
                    texts[i], "hu", Optional.of("samples/reference/" + i + ".wav"), List.copyOf(samples)));
        }
        return sentences;
    }

    private static List<RunRecord.LettersRead> letters() {
        return List.of(
                new RunRecord.LettersRead("baseline", "mese kosz", "m?es?k", 8, 2),
                new RunRecord.LettersRead("phase 1", "mese kosz", "mesekos", 8, 5),
                new RunRecord.LettersRead("phase 2", "mese kosz", "mesekosz", 8, 8));
    }

    private static void tone(Path file, double hertz) throws IOException {
        float[] samples = new float[24_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.2 * Math.sin(2 * Math.PI * hertz * i / 24_000));
        }
        WavWriter.write(file, new AudioClip(samples, 24_000));
    }
}
