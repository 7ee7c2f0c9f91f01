package hangolo.models.fidelity;

import hangolo.audio.MelSpectrogram;
import hangolo.models.xtts.Dvae;
import hangolo.models.xtts.DvaeTrace;
import hangolo.models.xtts.Traced;
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
    public void check(Bench bench, Checks checks) throws IOException {
        Dvae dvae =
                bench.model().dvae().orElseThrow(() -> new ReferenceException("model", "the folder has no dvae.pth"));
        for (String name : bench.folder().names("dvae/")) {
            String[] parts = name.split("/", 3);
            if (parts.length < 3) {
                continue;
            }
            if (parts[1].equals("codes")) {
                checks.integers(name, () -> dvae.encode(mel(bench.folder(), parts[2])));
            } else {
                checks.attempt(name, () -> {
                    int[] codes =
                            bench.folder().values("dvae/codes/" + parts[2]).ints();
                    Map<String, Traced> trace =
                            DvaeTrace.of(dvae, mel(bench.folder(), parts[2]), codes, bench.backend());
                    checks.traced(name, trace, parts[1]);
                });
            }
        }
    }

    /** The original's own mel, so that a code on the edge between two is not blamed on the DVAE. */
    private static MelSpectrogram mel(ReferenceFolder folder, String clip) throws IOException {
        Values mel = folder.values(MELS + clip);
        return MelSpectrogram.ofBinsFirst(mel.fromLast(1), mel.fromLast(0), mel.floats());
    }
}
