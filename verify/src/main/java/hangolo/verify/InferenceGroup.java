package hangolo.verify;

import hangolo.models.xtts.speaker.SpeakerConditioning;
import hangolo.models.xtts.synthesis.Generation;
import hangolo.models.xtts.synthesis.Generator;
import hangolo.models.xtts.synthesis.SamplingSettings;
import hangolo.models.xtts.synthesis.Speech;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Conditioning, greedy generation, score processors, latents, whole sentences at several speeds, joining of chunks. */
final class InferenceGroup implements Group {

    private static final Pattern SPEED = Pattern.compile("speed'?:? ([\\d.]+)");
    private static final Pattern PENALTY = Pattern.compile("repetition_penalty ([\\d.]+)");
    private static final Pattern MOST_CODES = Pattern.compile("at most (\\d+) codes");
    private static final Pattern TEXT = Pattern.compile("inference\\(\\) of ([^,]+)");
    private static final Pattern STEPS = Pattern.compile("logits_first_\\d+_steps");
    private static final String WHOLE = SynthesizedText.ROOT + "whole_";

    @Override
    public String name() {
        return "inference";
    }

    @Override
    public boolean owns(String array) {
        return array.startsWith(SynthesizedText.ROOT)
                && !VocoderGroup.isVocoder(array)
                && !SpeakerEncoderGroup.isSpeakerEncoder(array);
    }

    @Override
    public OptionalDouble rounding(String array) {
        return OptionalDouble.of(0.04);
    }

    @Override
    public void check(GroupContext context, Checks checks) throws IOException {
        new ReferenceSpeakers(context, checks).check();
        for (SynthesizedText text : SynthesizedText.all(context)) {
            checks.integers(text.tokens().name(), text::encoded);
            for (String name : text.names()) {
                if (name.startsWith(text.path() + "codes_")) {
                    checks.attempt(name, () -> generate(text, SynthesizedText.run(name), checks));
                }
            }
            new ProcessedScores(text, checks).check();
        }
        for (String folder : context.folder().folders(SynthesizedText.ROOT)) {
            String path = SynthesizedText.ROOT + folder + "/";
            if (path.startsWith(WHOLE)) {
                checks.attempt(path + "wav", () -> whole(context, checks, path));
            }
        }
        new StreamedChunks(context.folder(), checks).check();
    }

    private static void generate(SynthesizedText text, SynthesizedText.Run run, Checks checks) throws IOException {
        GroupContext context = text.context();
        int[] tokens = text.tokens().values().ints();
        SpeakerConditioning speaker = SynthesizedText.speaker(context);
        SamplingSettings settings = text.settings(run);
        List<float[]> logits = new ArrayList<>();
        Generator generator = new Generator(context.backend(), context.model().gpt());
        Generation generation =
                generator.generate(speaker.latents(), tokens, settings, (step, scores) -> logits.add(scores));
        checks.integers(run.name(), generation::codes);
        for (String name : text.names()) {
            if (name.endsWith(run.suffix())
                    && STEPS.matcher(SynthesizedText.run(name).kind()).matches()) {
                checks.floats(
                        name, () -> joined(logits, context.folder().values(name).shape()[0]));
            }
        }
        String latents = text.path() + "gpt_latents" + run.suffix();
        if (context.folder().has(latents)) {
            int[] codes = context.folder().values(run.name()).ints();
            checks.floats(latents, generation::latents);
            checks.floats(latents, () -> generator.latents(speaker.latents(), tokens, codes));
        }
        String sound = text.path() + "wav" + run.suffix();
        if (context.folder().has(sound)) {
            checks.floats(sound, () -> speech(text, speaker, settings).audio().samples());
        }
    }

    private static Speech speech(SynthesizedText text, SpeakerConditioning speaker, SamplingSettings settings)
            throws IOException {
        return text.context().model().synthesize(text.text(), text.language(), speaker, settings);
    }

    private static float[] joined(List<float[]> logits, int steps) {
        int width = logits.get(0).length;
        float[] all = new float[steps * width];
        for (int i = 0; i < Math.min(steps, logits.size()); i++) {
            System.arraycopy(logits.get(i), 0, all, i * width, width);
        }
        return logits.size() < steps ? Arrays.copyOf(all, logits.size() * width) : all;
    }

    /** A sentence from text to sound, at a speed that is not always 1. */
    private static void whole(GroupContext context, Checks checks, String path) throws IOException {
        ReferenceArray sound = context.folder().array(path + "wav");
        if (!sound.meaning().contains("greedy")) {
            throw new ReferenceException(sound.name(), "only greedy sentences can be repeated: " + sound.meaning());
        }
        SynthesizedText text =
                SynthesizedText.called(context, sound.name(), sound.said(TEXT).orElse(""));
        SamplingSettings settings = SamplingSettings.greedy(sound.number(PENALTY))
                .withMaxCodes((int) sound.number(MOST_CODES))
                .withSpeed(sound.number(SPEED));
        SpeakerConditioning speaker = SynthesizedText.speaker(context);
        checks.floats(
                sound.name(), () -> speech(text, speaker, settings).audio().samples());
        String latents = path + "gpt_latents";
        if (context.folder().has(latents)) {
            Generation generation = new Generator(
                            context.backend(), context.model().gpt())
                    .generate(speaker.latents(), text.encoded(), settings);
            checks.floats(
                    latents,
                    () -> VocoderGroup.vocoder(context).resample(generation.latents(), settings.lengthScale()));
        }
    }
}
