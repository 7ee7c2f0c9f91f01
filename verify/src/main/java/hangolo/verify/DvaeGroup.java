package hangolo.verify;

import hangolo.audio.MelConfig;
import hangolo.audio.MelExtractor;
import hangolo.audio.MelSpectrogram;
import hangolo.models.xtts.dvae.Dvae;
import hangolo.models.xtts.dvae.DvaeTrace;
import hangolo.models.xtts.nn.Traced;
import java.io.IOException;
import java.util.Map;

/** The codes of every clip, and what is inside the DVAE. */
final class DvaeGroup implements Group {

    private static final String MELS = "audio/dvae_mel/";

    @Override
    public String name() {
        return "dvae";
    }

    @Override
    public boolean owns(String array) {
        return array.startsWith("dvae/");
    }

    @Override
    public void check(GroupContext context, Checks checks) throws IOException {
        Dvae dvae =
                context.model().dvae().orElseThrow(() -> new ReferenceException("model", "the folder has no dvae.pth"));
        for (String name : context.folder().names("dvae/")) {
            String[] parts = name.split("/", 3);
            if (parts.length < 3) {
                continue;
            }
            if (parts[1].equals("codes")) {
                checks.integers(name, () -> dvae.encode(mel(context, parts[2])));
            } else {
                checks.attempt(name, () -> {
                    int[] codes =
                            context.folder().values("dvae/codes/" + parts[2]).ints();
                    Map<String, Traced> trace = DvaeTrace.of(dvae, mel(context, parts[2]), codes, context.backend());
                    checks.traced(name, trace, parts[1]);
                });
            }
        }
    }

    /** Coqui's own mel where all of it is there, so that a code on the edge between two is not blamed on the DVAE. */
    private static MelSpectrogram mel(GroupContext context, String clip) throws IOException {
        ReferenceArray array = context.folder().array(MELS + clip);
        if (array.every() > 1) {
            return new MelExtractor(MelConfig.DVAE)
                    .log(context.clip(array.sound()))
                    .dividedBy(context.model().melStats());
        }
        Values mel = array.values();
        return MelSpectrogram.ofBinsFirst(mel.fromLast(1), mel.fromLast(0), mel.floats());
    }
}
