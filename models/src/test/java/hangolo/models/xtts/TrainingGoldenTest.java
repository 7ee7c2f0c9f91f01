package hangolo.models.xtts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hangolo.engine.AdamW;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore.Role;
import hangolo.engine.Pass;
import hangolo.engine.Segments;
import hangolo.engine.Tensor;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.WeightFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The training graph against the original software: every intermediate, losses, all gradients, AdamW, resume. */
class TrainingGoldenTest {

    private static final double RATE = 1e-3;

    private GoldenModel model;
    private Goldens goldens;
    private TrainingBatch batch;

    @BeforeEach
    void open() throws IOException {
        model = GoldenModel.open(true);
        goldens = model.goldens();
        batch = model.batch();
    }

    @AfterEach
    void close() {
        if (model != null) {
            model.close();
        }
    }

    @Test
    void parametersAreInTheOrderOfTheOptimizer() {
        List<String> expected = new ArrayList<>();
        for (String group : List.of("group_0_weight_decay", "group_1_no_decay")) {
            goldens.extra().path("optimizer_groups").path(group).forEach(name -> expected.add(name.asText()));
        }
        assertEquals(
                expected,
                model.store().specs().stream().map(ParameterSpec::name).toList());
        long decayed =
                model.store().specs().stream().filter(ParameterSpec::decay).count();
        assertEquals(
                goldens.extra()
                        .path("optimizer_groups")
                        .path("group_0_weight_decay")
                        .size(),
                decayed);
    }

    @Test
    void theConditioningIsThatOfTheOriginal() throws IOException {
        try (Pass pass = model.backend().inference()) {
            Segments frames = batch.frames();
            ConditioningEncoder encoder = model.gpt().encoder();
            Tensor x = encoder.init().apply(pass, batch.conditioning(pass));
            goldens.checkTimeMajor(forward("conditioning_encoder_init"), pass.read(x));
            for (int i = 0; i < encoder.blocks().size(); i++) {
                x = encoder.blocks().get(i).forward(pass, x, frames);
                goldens.checkTimeMajor(forward("conditioning_encoder_attn_" + i), pass.read(x));
            }
            Perceiver perceiver = model.gpt().perceiver();
            Perceiver.Reading reading = Perceiver.Reading.of(32, frames);
            Tensor latents = perceiver.start(pass, frames.count());
            for (int i = 0; i < perceiver.layers().size(); i++) {
                Tensor attended = perceiver.layers().get(i).attend(pass, latents, x, reading);
                goldens.check(forward("perceiver_attn_" + i), pass.read(attended));
                latents = pass.add(attended, latents);
                Tensor fed = perceiver.layers().get(i).feedForward(pass, latents);
                goldens.check(forward("perceiver_ff_" + i), pass.read(fed));
                latents = pass.add(fed, latents);
            }
            goldens.check(
                    forward("conditioning_perceiver"),
                    pass.read(model.gpt().prompt(pass, batch.conditioning(pass), frames)));
        }
    }

    @Test
    void theTransformerIsThatOfTheOriginal() throws IOException {
        try (Pass pass = model.backend().inference()) {
            XttsGpt gpt = model.gpt();
            Packing packing = new Packing(batch, gpt.sizes());
            TrainingGraph graph = new TrainingGraph(gpt, TrainingGraph.Settings.EVALUATION);
            Tensor x = graph.embed(pass, batch, packing);
            same("gpt_inputs_embeds", pass.read(x), packing);
            GptBlock.Mixing mixing =
                    GptBlock.causal(packing.sequences, gpt.sizes().heads(), 0);
            Tensor normed = gpt.blocks().get(0).norm1().layer(pass, x);
            same("gpt_block_0_ln_1", pass.read(normed), packing);
            same("gpt_block_0_attn", pass.read(gpt.blocks().get(0).attend(pass, normed, mixing)), packing);
            for (int i = 0; i < gpt.blocks().size(); i++) {
                x = gpt.blocks().get(i).forward(pass, x, mixing, 0);
                same("gpt_block_" + i, pass.read(x), packing);
            }
            sameHeads(pass, gpt.normalise(pass, x), packing);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lossesAndAllGradientsAreThoseOfTheOriginal(boolean masking) throws IOException {
        String folder = folder(masking);
        checkLosses(folder, step(masking, 1));
        List<String> names = goldens.names(folder + "grad/");
        assertEquals(model.store().specs().size(), names.size());
        for (String name : names) {
            String parameter = name.substring((folder + "grad/").length());
            goldens.check(name, model.store().values(parameter, Role.GRADIENT));
        }
    }

    @Test
    void evaluationIgnoresThePromptMask() throws IOException {
        TrainingGraph graph = new TrainingGraph(model.gpt(), TrainingGraph.Settings.EVALUATION);
        try (Pass pass = model.backend().inference()) {
            Losses losses = graph.losses(pass, batch);
            goldens.check("train/masking_true/eval_losses", new float[] {
                (float) (0.01 * pass.value(losses.text())),
                (float) pass.value(losses.mel()),
                (float) pass.value(losses.total())
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twentyStepsOfAdamWFollowTheOriginal(boolean masking) throws IOException {
        String folder = folder(masking);
        float[] curve = new float[60];
        for (int step = 1; step <= 20; step++) {
            double[] losses = step(masking, 1);
            model.store().update(AdamW.COQUI, step, RATE);
            for (int i = 0; i < 3; i++) {
                curve[3 * (step - 1) + i] = (float) losses[i];
            }
            if (step == 1 && masking) {
                checkParameters(folder + "optim/step1", folder + "grad/");
            } else if (step == 5) {
                checkParameters(folder + "optim/step5", folder + "grad/");
                if (masking) {
                    checkMoments(folder);
                }
            }
        }
        goldens.check(folder + "optim/loss_curve_20", curve);
        float[] expected = goldens.array(folder + "optim/loss_curve_20").values();
        for (int i = 0; i < 8 * 3; i++) {
            assertEquals(expected[i], curve[i], 2e-3, "step " + (i / 3 + 1));
        }
    }

    @Test
    void resumingFromACheckpointGivesTheLossesOfTheUnbrokenRun() throws IOException {
        try (WeightFile file = WeightFile.open(goldens.path("checkpoints/checkpoint_5.pth"))) {
            Weights.of(file).under("xtts.gpt.").fill(model.store());
            restoreMoments((Map<?, ?>) ((Map<?, ?>) file.root()).get("optimizer"));
        }
        float[] found = new float[9];
        for (int i = 0; i < 3; i++) {
            double[] losses = step(true, 1);
            model.store().update(AdamW.COQUI, 6 + i, RATE);
            for (int j = 0; j < 3; j++) {
                found[3 * i + j] = (float) losses[j];
            }
        }
        goldens.check("train/resume/losses_after_checkpoint_5", found);
    }

    @Test
    void gradientsAccumulateAndAreClippedAsInTheOriginal() throws IOException {
        accumulate(true, 0.5f);
        accumulate(false, 0.5f);
        double norm = model.store().gradientNorm();
        goldens.check("train/grad_accumulation/grad_norm", new float[] {(float) norm});
        model.store().scaleGradients((float) (0.5 / (norm + 1e-6)));
        String folder = "train/grad_accumulation/clipped_grad/";
        for (String name : goldens.names(folder)) {
            goldens.check(name, model.store().values(name.substring(folder.length()), Role.GRADIENT));
        }
    }

    private static String forward(String name) {
        return "train/masking_true/forward/" + name;
    }

    private static String folder(boolean masking) {
        return "train/masking_" + masking + "/";
    }

    private double[] step(boolean masking, float scale) {
        model.store().zeroGradients();
        return accumulate(masking, scale);
    }

    private double[] accumulate(boolean masking, float scale) {
        TrainingGraph graph = new TrainingGraph(
                model.gpt(), TrainingGraph.Settings.TRAINING.withDropout(0).withCoquiPromptMask(masking));
        try (Pass pass = model.backend().training(1, 1)) {
            Losses losses = graph.losses(pass, batch);
            pass.backward(losses.total(), scale);
            return new double[] {0.01 * pass.value(losses.text()), pass.value(losses.mel()), pass.value(losses.total())
            };
        }
    }

    private void checkLosses(String folder, double[] losses) throws IOException {
        goldens.check(folder + "forward/losses", new float[] {
            (float) (losses[0] * 100), (float) losses[1], (float) losses[0], (float) losses[1], (float) losses[2]
        });
    }

    private void checkParameters(String folder, String gradients) throws IOException {
        List<String> names = goldens.names(folder + "/");
        assertFalse(names.isEmpty(), folder);
        for (String name : names) {
            String parameter = name.substring(folder.length() + 1);
            float[] found = model.store().values(parameter, Role.WEIGHT);
            Set<Integer> noise = goldens.indices(folder + "_noise/" + parameter);
            noise.addAll(keyBias(parameter, found.length));
            noise.addAll(tiny(goldens.array(gradients + parameter).values()));
            goldens.checkWithout(name, noise, found);
        }
    }

    /** Entries whose true gradient is zero: a bias of all keys does not change their softmax. Adam moves them by rounding. */
    private Set<Integer> keyBias(String parameter, int count) {
        if (!parameter.endsWith("c_attn.bias") && !parameter.endsWith("qkv.bias")) {
            return Set.of();
        }
        int third = parameter.endsWith("c_attn.bias")
                ? count / 3
                : count / 3 / model.gpt().sizes().heads();
        return IntStream.range(0, count).filter(i -> i / third % 3 == 1).boxed().collect(Collectors.toSet());
    }

    /** Entries whose first gradient is as small as the rounding of a sum; Adam divides it by its own size. */
    private static Set<Integer> tiny(float[] gradient) {
        return IntStream.range(0, gradient.length)
                .filter(i -> Math.abs(gradient[i]) < 1e-6)
                .boxed()
                .collect(Collectors.toSet());
    }

    private void checkMoments(String folder) throws IOException {
        for (Role role : List.of(Role.FIRST_MOMENT, Role.SECOND_MOMENT)) {
            String moments = folder + "optim/step5_exp_avg" + (role == Role.FIRST_MOMENT ? "/" : "_sq/");
            for (String name : goldens.names(moments)) {
                goldens.check(name, model.store().values(name.substring(moments.length()), role));
            }
        }
    }

    private void restoreMoments(Map<?, ?> optimizer) {
        Map<?, ?> state = (Map<?, ?>) optimizer.get("state");
        List<ParameterSpec> specs = model.store().specs();
        for (int i = 0; i < specs.size(); i++) {
            Map<?, ?> entry = (Map<?, ?>) state.get((long) i);
            restore(specs.get(i), Role.FIRST_MOMENT, entry.get("exp_avg"));
            restore(specs.get(i), Role.SECOND_MOMENT, entry.get("exp_avg_sq"));
        }
    }

    private void restore(ParameterSpec spec, Role role, Object tensor) {
        model.store().fill(spec.name(), role, ((StoredTensor) tensor).floats());
    }

    /** Compares the packed rows with the padded ones of the original. */
    private void same(String name, float[] packed, Packing packing) throws IOException {
        Goldens.Array padded = goldens.array(forward(name));
        int width = padded.shape()[2];
        int longestText = goldens.array("train/masking_true/inputs/text_inputs").shape()[1] + 2;
        int prompt = model.gpt().sizes().prompt();
        float[] found = padded.values().clone();
        for (int i = 0; i < batch.items().size(); i++) {
            int text = batch.items().get(i).text().length + 1;
            for (int row = 0; row < packing.sequences.length(i); row++) {
                int at = row < prompt + text ? row : prompt + longestText + row - prompt - text;
                int source = (packing.sequences.start(i) + row) * width;
                System.arraycopy(packed, source, found, (i * padded.shape()[1] + at) * width, width);
            }
        }
        goldens.check(forward(name), found);
    }

    /** Norms and logits, where the original has text first and audio behind it. */
    private void sameHeads(Pass pass, Tensor normalised, Packing packing) throws IOException {
        Tensor text = pass.gather(normalised, packing.textRows);
        Tensor mel = pass.gather(normalised, packing.melRows);
        sameLogits("text_logits", pass.read(model.gpt().textLogits(pass, text)), packing.textPositions);
        sameLogits("mel_logits", pass.read(model.gpt().melLogits(pass, mel)), packing.melPositions);
        sameTargets("text_targets", packing.textTargets, packing.textPositions);
        Packing masked = new Packing(batch, model.gpt().sizes());
        masked.maskLikeCoqui(batch.items().get(batch.items().size() - 1));
        sameTargets("mel_targets", masked.melTargets, packing.melPositions);
    }

    private void sameLogits(String name, float[] rows, int[] positions) throws IOException {
        Goldens.Array padded = goldens.array(forward(name));
        int longest = padded.shape()[1];
        int classes = padded.shape()[2];
        float[] found = padded.values().clone();
        int item = -1;
        for (int row = 0; row < positions.length; row++) {
            item += positions[row] == 0 ? 1 : 0;
            for (int c = 0; c < classes; c++) {
                found[(item * longest + positions[row]) * classes + c] = rows[row * classes + c];
            }
        }
        goldens.check(forward(name), found);
    }

    private void sameTargets(String name, int[] targets, int[] positions) throws IOException {
        Goldens.Array padded = goldens.array(forward(name));
        float[] found = new float[padded.values().length];
        Arrays.fill(found, -1);
        int item = -1;
        for (int row = 0; row < targets.length; row++) {
            item += positions[row] == 0 ? 1 : 0;
            found[item * padded.shape()[1] + positions[row]] = targets[row];
        }
        goldens.check(forward(name), found);
    }
}
