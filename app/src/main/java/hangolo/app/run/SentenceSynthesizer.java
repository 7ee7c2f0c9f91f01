package hangolo.app.run;

import hangolo.app.config.RunConfig;
import hangolo.app.report.RunRecord.Sentence;
import hangolo.app.report.RunRecord.Take;
import hangolo.audio.AudioAnalyzer;
import hangolo.audio.AudioClip;
import hangolo.audio.AudioEvidence;
import hangolo.audio.AudioReader;
import hangolo.audio.WavWriter;
import hangolo.models.data.TrainingData;
import hangolo.models.xtts.SamplingSettings;
import hangolo.models.xtts.SpeakerConditioning;
import hangolo.models.xtts.Speech;
import hangolo.models.xtts.XttsModel;
import hangolo.rules.facts.AudioFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Speaks the test sentences of a run with the model's present weights, always with the same seeds, and measures them. */
final class SentenceSynthesizer {

    private final XttsModel model;
    private final RunConfig config;
    private final RunFolder folder;
    private final List<Sentence> sentences = new ArrayList<>();
    private final List<AudioClip> references = new ArrayList<>();
    private final SentenceAudioAnalyzer meter;

    private SentenceSynthesizer(XttsModel model, RunConfig config, RunFolder folder) {
        this.model = model;
        this.config = config;
        this.folder = folder;
        this.meter = new SentenceAudioAnalyzer(model.speakerEncoder().map(encoder -> encoder::embed));
    }

    /** Reads the reference clips and keeps a copy of each in {@code samples/reference}. */
    static SentenceSynthesizer of(XttsModel model, RunConfig config, RunFolder folder, TrainingData data)
            throws IOException {
        SentenceSynthesizer voices = new SentenceSynthesizer(model, config, folder);
        int number = 0;
        for (RunConfig.TestSentence sentence : config.voice().sentences()) {
            Path clip = sentence.speakerWav()
                    .or(config.voice()::speakerWav)
                    .orElseGet(() -> data.evaluation().get(0).clip().audio());
            AudioClip reference = AudioReader.read(clip);
            String copy = "samples/reference/" + number++ + ".wav";
            WavWriter.write(folder.path().resolve(copy), reference);
            voices.references.add(reference);
            voices.sentences.add(new Sentence(sentence.text(), sentence.language(), Optional.of(copy), List.of()));
        }
        return voices;
    }

    /** The sentences, without takes. */
    List<Sentence> sentences() {
        return List.copyOf(sentences);
    }

    /**
     * Speaks all sentences.
     *
     * @param voice as the report calls this model
     * @param subfolder of {@code samples}
     * @param step of the model
     */
    List<Take> speak(String voice, String subfolder, long step) throws IOException {
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
        List<Take> takes = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            Speech speech = speeches.get(i);
            String file = "samples/" + subfolder + "/" + i + ".wav";
            WavWriter.write(folder.path().resolve(file), speech.audio());
            AudioFacts facts = meter.measure(
                    sentences.get(i).text(), speech.audio(), evidence.get(i), speech.complete(), references.get(i));
            takes.add(new Take(voice, step, file, speech.audio().seconds(), facts));
        }
        return takes;
    }

    private SamplingSettings sampling(int sentence) {
        RunConfig.VoiceSettings voice = config.voice();
        SamplingSettings settings = SamplingSettings.of(model.config(), config.seed() + sentence);
        settings = voice.temperature().map(settings::withTemperature).orElse(settings);
        settings = voice.topK().map(settings::withTopK).orElse(settings);
        settings = voice.topP().map(settings::withTopP).orElse(settings);
        return voice.repetitionPenalty().map(settings::withRepetitionPenalty).orElse(settings);
    }
}
