package hangolo.verify;

import hangolo.audio.AudioClip;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.speaker.SpeakerConditioning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What Coqui TTS made of reference clips: latents for the GPT and a speaker embedding, with several settings. */
final class ReferenceSpeakers {

    private static final String LATENTS = "gpt_cond_latent";
    private static final String EMBEDDING = "speaker_embedding";
    private static final Pattern REFERENCE_SECONDS = Pattern.compile("max_ref_length ([\\d.]+)");
    private static final Pattern CONDITIONING_SECONDS = Pattern.compile("gpt_cond_len ([\\d.]+)");
    private static final Pattern CHUNK_SECONDS = Pattern.compile("chunks of ([\\d.]+)");
    private static final String WHOLE = "whole clip";
    private static final String LIKE_THE_FIRST = "as gpt_cond_latent";

    /** Longer than any clip: nothing is cut off. */
    private static final double ALL = 1e5;

    private final GroupContext context;
    private final Checks checks;

    ReferenceSpeakers(GroupContext context, Checks checks) {
        this.context = context;
        this.checks = checks;
    }

    void check() {
        for (String name : context.folder().names(SynthesizedText.ROOT)) {
            if (name.endsWith("/" + LATENTS)) {
                checks.attempt(name, () -> check(name, name.substring(0, name.length() - LATENTS.length())));
            }
        }
    }

    private void check(String name, String path) throws IOException {
        ReferenceArray latents = context.folder().array(name);
        List<AudioClip> clips = new ArrayList<>();
        for (Path sound : latents.sounds()) {
            clips.add(context.clip(sound));
        }
        SpeakerConditioning found = context.model().condition(clips, settings(latents));
        checks.floats(name, found::latents);
        if (context.folder().has(path + EMBEDDING)) {
            checks.floats(path + EMBEDDING, found::embedding);
        }
    }

    private XttsConfig.Voice settings(ReferenceArray latents) throws IOException {
        String meaning = latents.meaning();
        boolean whole = meaning.contains(WHOLE) || meaning.startsWith(LIKE_THE_FIRST);
        boolean loud = meaning.contains("sound_norm_refs=True");
        XttsConfig.Voice usual = context.config().voice();
        return new XttsConfig.Voice(
                usual.temperature(),
                usual.repetitionPenalty(),
                usual.topK(),
                usual.topP(),
                seconds(latents, CONDITIONING_SECONDS, whole),
                seconds(latents, CHUNK_SECONDS, whole),
                seconds(latents, REFERENCE_SECONDS, whole),
                loud);
    }

    private static double seconds(ReferenceArray latents, Pattern pattern, boolean whole) throws ReferenceException {
        return whole && latents.said(pattern).isEmpty() ? ALL : latents.number(pattern);
    }
}
