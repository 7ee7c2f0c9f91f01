package hangolo.app.run;

import hangolo.app.config.PhaseConfig;
import hangolo.app.record.RunRecord.Sentence;
import hangolo.app.record.RunRecord.SpokenSample;
import hangolo.audio.AudioAnalyzer;
import hangolo.audio.AudioClip;
import hangolo.audio.AudioEvidence;
import hangolo.audio.AudioReader;
import hangolo.audio.WavWriter;
import hangolo.models.data.TrainingData;
import hangolo.models.xtts.XttsModel;
import hangolo.models.xtts.speaker.SpeakerConditioning;
import hangolo.models.xtts.synthesis.SamplingSettings;
import hangolo.models.xtts.synthesis.Speech;
import hangolo.rules.facts.AudioFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Synthesizes the test sentences of a run with the current weights, always with the same seeds, and measures the audio. */
final class SentenceSynthesizer {

    private final XttsModel model;
    private final PhaseConfig config;
    private final RunFolder folder;
    private final List<Sentence> sentences = new ArrayList<>();
    private final List<AudioClip> references = new ArrayList<>();
    private final SentenceAudioAnalyzer analyzer;

    private SentenceSynthesizer(XttsModel model, PhaseConfig config, RunFolder folder) {
        this.model = model;
        this.config = config;
        this.folder = folder;
        this.analyzer = new SentenceAudioAnalyzer(model.speakerEncoder().map(encoder -> encoder::embed));
    }

    /** Reads the reference clips and keeps a copy of each in {@code samples/reference}. */
    static SentenceSynthesizer of(XttsModel model, PhaseConfig config, RunFolder folder, TrainingData data)
            throws IOException {
        SentenceSynthesizer synthesizer = new SentenceSynthesizer(model, config, folder);
        int number = 0;
        for (PhaseConfig.TestSentence sentence : config.synthesis().sentences()) {
            Path clip = sentence.speakerWav()
                    .or(config.synthesis()::speakerWav)
                    .orElseGet(() -> data.evaluation().get(0).clip().audio());
            AudioClip reference = AudioReader.read(clip);
            String copy = "samples/reference/" + number++ + ".wav";
            WavWriter.write(folder.path().resolve(copy), reference);
            synthesizer.references.add(reference);
            synthesizer.sentences.add(new Sentence(sentence.text(), sentence.language(), Optional.of(copy), List.of()));
        }
        return synthesizer;
    }

    RunFolder folder() {
        return folder;
    }

    /** The sentences, without samples. */
    List<Sentence> sentences() {
        return List.copyOf(sentences);
    }

    /**
     * Synthesizes all sentences.
     *
     * @param modelLabel the label of the model in the report
     * @param subfolder of {@code samples}
     * @param step of the model
     */
    List<SpokenSample> synthesize(String modelLabel, String subfolder, long step) throws IOException {
        Map<AudioClip, SpeakerConditioning> speakers = new HashMap<>();
        List<XttsModel.Utterance> utterances = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            Sentence sentence = sentences.get(i);
            SpeakerConditioning speaker =
                    speakers.computeIfAbsent(references.get(i), reference -> model.condition(List.of(reference)));
            utterances.add(new XttsModel.Utterance(sentence.text(), sentence.language(), speaker, sampling(i)));
        }
        List<Speech> speeches = model.synthesize(utterances);
        List<AudioEvidence> evidence = speeches.parallelStream()
                .map(speech -> AudioAnalyzer.measure(speech.audio()))
                .toList();
        List<SpokenSample> samples = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            Speech speech = speeches.get(i);
            String file = "samples/" + subfolder + "/" + i + ".wav";
            WavWriter.write(folder.path().resolve(file), speech.audio());
            AudioFacts facts = analyzer.measure(
                    sentences.get(i).text(), speech.audio(), evidence.get(i), speech.complete(), references.get(i));
            samples.add(new SpokenSample(modelLabel, step, file, speech.audio().seconds(), facts));
        }
        return samples;
    }

    private SamplingSettings sampling(int sentence) {
        PhaseConfig.SynthesisSettings synthesis = config.synthesis();
        SamplingSettings settings = SamplingSettings.of(model.config(), config.seed() + sentence);
        settings = synthesis.temperature().map(settings::withTemperature).orElse(settings);
        settings = synthesis.topK().map(settings::withTopK).orElse(settings);
        settings = synthesis.topP().map(settings::withTopP).orElse(settings);
        return synthesis
                .repetitionPenalty()
                .map(settings::withRepetitionPenalty)
                .orElse(settings);
    }
}
