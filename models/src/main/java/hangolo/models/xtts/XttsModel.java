package hangolo.models.xtts;

import hangolo.audio.AudioClip;
import hangolo.engine.Backend;
import hangolo.engine.ParameterStore;
import hangolo.models.text.SentenceSplitter;
import hangolo.models.text.VoiceTokenizer;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.dvae.Dvae;
import hangolo.models.xtts.gpt.GptParameterSpecs;
import hangolo.models.xtts.gpt.GptSizes;
import hangolo.models.xtts.gpt.XttsGpt;
import hangolo.models.xtts.nn.StateDict;
import hangolo.models.xtts.speaker.SpeakerConditioner;
import hangolo.models.xtts.speaker.SpeakerConditioning;
import hangolo.models.xtts.speaker.SpeakerEncoder;
import hangolo.models.xtts.speaker.SpeakerFile;
import hangolo.models.xtts.synthesis.Generation;
import hangolo.models.xtts.synthesis.Generator;
import hangolo.models.xtts.synthesis.SamplingSettings;
import hangolo.models.xtts.synthesis.Speech;
import hangolo.models.xtts.synthesis.SpeechDecoder;
import hangolo.models.xtts.vocoder.HifiGan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An XTTS v2 model folder in memory, for synthesis and for training. Synthesis always uses the weights as they are in
 * {@link #parameters}, so that test sentences can be made between two training steps. Not thread-safe; owns its parameters, not
 * its backend.
 */
public final class XttsModel implements AutoCloseable {

    private final Backend backend;
    private final XttsConfig config;
    private final VoiceTokenizer tokenizer;
    private final Parts parts;
    private final XttsGpt gpt;
    private final Generator generator;
    private final SpeakerConditioner conditioner;

    /** Everything that was loaded, and what has to be closed. */
    private static final class Parts implements AutoCloseable {
        private ParameterStore store;
        private GptSizes sizes;
        private float[] melStats;
        private Optional<HifiGan> vocoder = Optional.empty();
        private Optional<SpeakerEncoder> speakerEncoder = Optional.empty();
        private Optional<Dvae> dvae = Optional.empty();
        private Map<String, SpeakerConditioning> speakers = new LinkedHashMap<>();

        @Override
        public void close() {
            vocoder.ifPresent(HifiGan::close);
            speakerEncoder.ifPresent(SpeakerEncoder::close);
            dvae.ifPresent(Dvae::close);
            if (store != null) {
                store.close();
            }
        }
    }

    private XttsModel(Backend backend, XttsConfig config, VoiceTokenizer tokenizer, Parts parts) {
        this.backend = backend;
        this.config = config;
        this.tokenizer = tokenizer;
        this.parts = parts;
        this.gpt = new XttsGpt(parts.store, parts.sizes);
        this.generator = new Generator(backend, gpt);
        this.conditioner = new SpeakerConditioner(backend, gpt, parts.speakerEncoder, parts.melStats);
    }

    /**
     * Loads a model for synthesis.
     *
     * @param folder with {@code config.json}, {@code vocab.json}, {@code model.pth}; {@code dvae.pth}, {@code mel_stats.pth} and
     *     {@code speakers_xtts.pth} are used if they are there
     * @param checkpoint weights that replace those of {@code model.pth}: a checkpoint of a trainer, or exported weights
     * @throws IOException with a message that names the file, and the tensor with expected and found shape
     */
    public static XttsModel open(Path folder, Optional<Path> checkpoint, Backend backend) throws IOException {
        return open(folder, checkpoint, backend, false);
    }

    /** As {@link #open}, with gradients and optimizer state for {@link #parameters}. */
    public static XttsModel openForTraining(Path folder, Optional<Path> checkpoint, Backend backend)
            throws IOException {
        return open(folder, checkpoint, backend, true);
    }

    private static XttsModel open(Path folder, Optional<Path> checkpoint, Backend backend, boolean trainable)
            throws IOException {
        Parts parts = new Parts();
        try (ModelFiles files = ModelFiles.of(folder)) {
            XttsConfig config = XttsConfig.read(files.required("config.json"));
            VoiceTokenizer tokenizer = VoiceTokenizer.open(files.required("vocab.json"));
            load(files, checkpoint, config, vocabulary(tokenizer), backend, trainable, parts);
            return new XttsModel(backend, config, tokenizer, parts);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static void load(
            ModelFiles files,
            Optional<Path> checkpoint,
            XttsConfig config,
            GptSizes.Vocabulary vocabulary,
            Backend backend,
            boolean trainable,
            Parts parts)
            throws IOException {
        StateDict model = files.model(checkpoint);
        StateDict gptWeights = model.under("gpt.");
        GptParameterSpecs inventory = GptParameterSpecs.check(config.gpt(), vocabulary, gptWeights);
        parts.sizes = inventory.sizes();
        parts.store = backend.store(inventory.specs(), trainable, backend.precision());
        gptWeights.fill(parts.store);
        parts.melStats = files.melStats(model, parts.sizes.melBins());
        loadDecoders(model, backend, parts);
        checkFit(parts, model.origin());
        parts.dvae = ClipEncoder.dvae(files, checkpoint, config, backend);
        Optional<Path> speakers = files.optional("speakers_xtts.pth");
        if (speakers.isPresent()) {
            parts.speakers = SpeakerFile.read(speakers.get(), parts.sizes.width());
        }
    }

    private static void loadDecoders(StateDict model, Backend backend, Parts parts) throws IOException {
        StateDict vocoder = model.under("hifigan_decoder.waveform_decoder.");
        if (!vocoder.names().isEmpty()) {
            parts.vocoder = Optional.of(HifiGan.load(vocoder, backend));
        }
        StateDict speaker = model.under("hifigan_decoder.speaker_encoder.");
        if (!speaker.names().isEmpty()) {
            parts.speakerEncoder = Optional.of(SpeakerEncoder.load(speaker, backend));
        }
    }

    private static void checkFit(Parts parts, String origin) throws ModelFormatException {
        if (parts.vocoder.isPresent() && parts.vocoder.get().latentWidth() != parts.sizes.width()) {
            throw new ModelFormatException(origin + ": the vocoder takes latents of "
                    + parts.vocoder.get().latentWidth() + " channels, the GPT gives " + parts.sizes.width());
        }
        if (parts.vocoder.isPresent()
                && parts.speakerEncoder.isPresent()
                && parts.vocoder.get().speakerWidth()
                        != parts.speakerEncoder.get().width()) {
            throw new ModelFormatException(origin + ": the vocoder takes speaker embeddings of "
                    + parts.vocoder.get().speakerWidth() + " numbers, the speaker encoder gives "
                    + parts.speakerEncoder.get().width());
        }
    }

    private static GptSizes.Vocabulary vocabulary(VoiceTokenizer tokenizer) {
        return new GptSizes.Vocabulary(tokenizer.vocabularySize(), tokenizer.startToken(), tokenizer.stopToken());
    }

    /** Replaces the GPT's weights by those of a checkpoint; the rest of the model stays. */
    public void load(Path checkpoint) throws IOException {
        try (ModelFiles files = new ModelFiles()) {
            StateDict weights = files.checkpoint(checkpoint).under("gpt.");
            GptParameterSpecs.check(config.gpt(), vocabulary(tokenizer), weights);
            weights.fill(parts.store);
        }
    }

    /** What config.json says. */
    public XttsConfig config() {
        return config;
    }

    /** The text front end. */
    public VoiceTokenizer tokenizer() {
        return tokenizer;
    }

    /** The GPT. */
    public XttsGpt gpt() {
        return gpt;
    }

    /** The GPT's parameters, in the order of the optimizer, under names relative to {@code gpt.} ({@link GptParameterSpecs}). */
    public ParameterStore parameters() {
        return parts.store;
    }

    /** The divisors of the mel bins. */
    public float[] melStats() {
        return parts.melStats.clone();
    }

    /** The DVAE, if the folder or the checkpoint has one; training needs it. */
    public Optional<Dvae> dvae() {
        return parts.dvae;
    }

    /** What turns clips and texts into numbers; closed with the model. */
    public ClipEncoder codec() {
        return new ClipEncoder(config, tokenizer, parts.melStats, parts.dvae);
    }

    /** The speaker encoder, if the model has one. */
    public Optional<SpeakerEncoder> speakerEncoder() {
        return parts.speakerEncoder;
    }

    /** The neural vocoder, if the model has one. */
    public Optional<HifiGan> vocoder() {
        return parts.vocoder;
    }

    /** Whether the model has a neural vocoder; otherwise speech is made by Griffin-Lim. */
    public boolean hasVocoder() {
        return parts.vocoder.isPresent();
    }

    /** The speakers that come with the model. */
    public Map<String, SpeakerConditioning> speakers() {
        return Map.copyOf(parts.speakers);
    }

    /** The conditioning of a speaker from one or more clips, with the settings of config.json (xtts-spec.md 9.1). */
    public SpeakerConditioning condition(List<AudioClip> references) {
        return condition(references, config.voice());
    }

    /** As {@link #condition(List)}, with other lengths. */
    public SpeakerConditioning condition(List<AudioClip> references, XttsConfig.Voice voice) {
        return conditioner.condition(references, voice);
    }

    /**
     * Speaks a text.
     *
     * @param language code such as {@code hu}
     * @return sound at 24 kHz by the vocoder, or at 22050 Hz without one
     * @throws IllegalArgumentException if the language is not supported, the speaker does not fit the model, or the model can
     *     make no sound at all
     */
    public Speech synthesize(String text, String language, SpeakerConditioning speaker, SamplingSettings settings) {
        return synthesize(List.of(new Utterance(text, language, speaker, settings)))
                .get(0);
    }

    /**
     * A text to speak, as for {@link #synthesize(String, String, SpeakerConditioning, SamplingSettings)}.
     *
     * @param language code such as {@code hu}
     */
    public record Utterance(String text, String language, SpeakerConditioning speaker, SamplingSettings settings) {}

    /** Speaks several texts, which may be faster than one after the other ({@link Generator#generate(List)}). */
    public List<Speech> synthesize(List<Utterance> utterances) {
        SpeechDecoder decoder = decoder();
        List<List<Generator.Request>> requests =
                utterances.stream().map(this::requests).toList();
        Iterator<Generation> made = generator
                .generate(requests.stream().flatMap(List::stream).toList())
                .iterator();
        List<Supplier<Speech>> speeches = new ArrayList<>();
        for (int i = 0; i < utterances.size(); i++) {
            List<Generation> own = new ArrayList<>();
            requests.get(i).forEach(request -> own.add(made.next()));
            speeches.add(speech(own, utterances.get(i), decoder));
        }
        return speeches.parallelStream().map(Supplier::get).toList();
    }

    private List<Generator.Request> requests(Utterance utterance) {
        List<Generator.Request> requests = new ArrayList<>();
        for (String piece : pieces(utterance.text.strip(), utterance.language)) {
            SamplingSettings own = utterance.settings.withSeed(utterance.settings.seed() + requests.size());
            requests.add(new Generator.Request(utterance.speaker.latents(), encode(piece, utterance.language), own));
        }
        return requests;
    }

    private static Supplier<Speech> speech(List<Generation> generations, Utterance utterance, SpeechDecoder decoder) {
        List<Supplier<AudioClip>> sounds = generations.stream()
                .map(g -> decoder.sound(g, utterance.speaker, utterance.settings.lengthScale()))
                .toList();
        return () -> new Speech(
                joined(sounds.stream().map(Supplier::get).toList()),
                generations.stream().flatMapToInt(g -> Arrays.stream(g.codes())).toArray(),
                generations.stream().allMatch(Generation::complete),
                generations.size());
    }

    /** The text as a whole if the model takes it, else in sentences. */
    private List<String> pieces(String text, String language) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("there is no text to speak");
        }
        List<String> pieces = List.of(text);
        int limit = VoiceTokenizer.characterLimit(language);
        while (limit > 1 && !pieces.stream().allMatch(piece -> fits(piece, language))) {
            pieces = SentenceSplitter.split(text, limit);
            limit /= 2;
        }
        return pieces;
    }

    private boolean fits(String text, String language) {
        return encode(text, language).length < gpt.sizes().maxText();
    }

    private int[] encode(String text, String language) {
        return tokenizer.encode(text.strip().toLowerCase(Locale.ROOT), language);
    }

    private SpeechDecoder decoder() {
        if (parts.vocoder.isPresent()) {
            return new SpeechDecoder.Neural(parts.vocoder.get(), config);
        }
        Dvae dvae = parts.dvae.orElseThrow(() -> new IllegalArgumentException(
                "the model has neither vocoder weights (hifigan_decoder...) nor a dvae.pth: it cannot make sound"));
        return new SpeechDecoder.Plain(dvae, parts.melStats);
    }

    private static AudioClip joined(List<AudioClip> sounds) {
        float[] all = new float[sounds.stream().mapToInt(AudioClip::length).reduce(0, Math::addExact)];
        int at = 0;
        for (AudioClip sound : sounds) {
            System.arraycopy(sound.samples(), 0, all, at, sound.length());
            at += sound.length();
        }
        return new AudioClip(all, sounds.get(0).sampleRate());
    }

    /** Where the model's tensors live. */
    public Backend backend() {
        return backend;
    }

    @Override
    public void close() {
        parts.close();
    }
}
