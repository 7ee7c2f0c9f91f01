package hangolo.app.compare;

import hangolo.app.compare.Sentences.Sentence;
import hangolo.audio.AudioAnalyzer;
import hangolo.audio.AudioClip;
import hangolo.audio.AudioEvidence;
import hangolo.audio.AudioReader;
import hangolo.audio.WavWriter;
import hangolo.models.xtts.XttsModel;
import hangolo.models.xtts.speaker.SpeakerConditioning;
import hangolo.models.xtts.speaker.SpeakerEncoder;
import hangolo.models.xtts.synthesis.SamplingSettings;
import hangolo.models.xtts.synthesis.Speech;
import hangolo.rules.facts.AudioFacts;
import hangolo.rules.facts.AudioMeasure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The same sentences, the same speaker and the same seeds, spoken by several checkpoints. */
public final class CheckpointComparison {
    /**
     * One sentence by one checkpoint.
     *
     * @param modelLabel name of the checkpoint
     * @param sentence what was said
     * @param file the sound, relative to the folder of the comparison, with forward slashes
     * @param evidence what was measured
     * @param similarity cosine of the speaker embeddings of sound and reference; empty without a speaker encoder or for a very short sound
     * @param complete whether the model ended by itself
     */
    public record Sample(
            String modelLabel,
            Sentence sentence,
            String file,
            AudioEvidence evidence,
            OptionalDouble similarity,
            boolean complete) {
        /** @return seconds of sound for each character of the sentence */
        public double secondsPerCharacter() {
            return evidence.durationSeconds() / Math.max(1, sentence.text().length());
        }

        /** @return what the audio rules look at */
        public AudioFacts facts() {
            AudioFacts facts = AudioFacts.of(sentence.text())
                    .with(AudioMeasure.SECONDS_PER_CHARACTER, secondsPerCharacter())
                    .with(AudioMeasure.SILENCE_RATIO, evidence.silenceRatio())
                    .with(AudioMeasure.CLIPPING_RATIO, evidence.clippedRatio())
                    .with(AudioMeasure.LEVEL_DB, evidence.rmsDbfs())
                    .with(AudioMeasure.SPEAKER_SIMILARITY, similarity.orElse(Double.NaN))
                    .withStopTokenReached(complete);
            return evidence.voiced()
                    ? facts.with(AudioMeasure.TRAILING_NOISE_DB, evidence.trailingNoiseDb())
                            .with(AudioMeasure.PITCH_MEAN_HZ, evidence.pitchMeanHertz())
                            .with(AudioMeasure.PITCH_RANGE_SEMITONES, evidence.pitchRangeSemitones())
                    : facts;
        }
    }

    /** A voice cannot be recognised in less. */
    private static final double SHORTEST_SECONDS = 0.5;

    private final XttsModel model;
    private final List<AudioClip> speaker;
    private final SamplingSettings settings;

    /**
     * @param model the model whose weights are replaced by those of each checkpoint
     * @param speaker reference clip
     * @param settings of sampling; the seed counts up with the sentences
     * @throws IOException if the reference cannot be read
     */
    public CheckpointComparison(XttsModel model, Path speaker, SamplingSettings settings) throws IOException {
        this.model = model;
        this.speaker = List.of(AudioReader.read(speaker));
        this.settings = settings;
    }

    /**
     * Lets every checkpoint speak every sentence.
     *
     * @param checkpoints by name, which is a folder's name too
     * @param sentences what to say
     * @param folder where {@code <name>/<number>.wav} go
     * @param progress told each file that was written
     * @return what was made, checkpoint by checkpoint
     * @throws IOException if a checkpoint cannot be read or a sound not be written
     */
    public List<Sample> synthesize(
            Map<String, Path> checkpoints, List<Sentence> sentences, Path folder, Consumer<String> progress)
            throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (Map.Entry<String, Path> checkpoint : checkpoints.entrySet()) {
            model.load(checkpoint.getValue());
            SpeakerConditioning conditioning = model.condition(speaker);
            List<Speech> speeches = model.synthesize(IntStream.range(0, sentences.size())
                    .mapToObj(i -> new XttsModel.Utterance(
                            sentences.get(i).text(),
                            sentences.get(i).language(),
                            conditioning,
                            settings.withSeed(settings.seed() + i)))
                    .toList());
            for (int i = 0; i < sentences.size(); i++) {
                String file = String.format(Locale.ROOT, "%s/%02d.wav", checkpoint.getKey(), i + 1);
                Sentence sentence = sentences.get(i);
                Speech speech = speeches.get(i);
                WavWriter.write(folder.resolve(file), speech.audio());
                samples.add(sample(checkpoint.getKey(), sentence, file, speech));
                progress.accept(file);
            }
        }
        return samples;
    }

    private Sample sample(String modelLabel, Sentence sentence, String file, Speech speech) {
        return new Sample(
                modelLabel,
                sentence,
                file,
                AudioAnalyzer.measure(speech.audio()),
                similarity(speech.audio()),
                speech.complete());
    }

    private OptionalDouble similarity(AudioClip sound) {
        if (sound.seconds() < SHORTEST_SECONDS) {
            return OptionalDouble.empty();
        }
        return model.speakerEncoder()
                .map(encoder -> OptionalDouble.of(
                        SpeakerEncoder.similarity(encoder.embed(speaker.get(0)), encoder.embed(sound))))
                .orElse(OptionalDouble.empty());
    }
}
