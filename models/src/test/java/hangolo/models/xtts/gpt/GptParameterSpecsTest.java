package hangolo.models.xtts.gpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.engine.ParameterSpec;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.models.xtts.config.XttsConfig;
import hangolo.models.xtts.nn.StateDict;
import hangolo.models.xtts.training.WeightInit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the GPT's tensors must be, and what is said if they are not. */
class GptParameterSpecsTest {

    private static final XttsConfig.Gpt V2 =
            new XttsConfig.Gpt(30, 1024, 16, 1026, 1024, 1025, 605, 402, 1024, 256, true);

    @Test
    void theRealModelHasTheTensorsOfTheSpecification() {
        List<ParameterSpec> specs =
                new GptParameterSpecs(GptSizes.fresh(V2, new GptSizes.Vocabulary(6681, 261, 0))).specs();
        assertEquals(426, specs.size());
        assertEquals(147, specs.stream().filter(ParameterSpec::decay).count());
        assertEquals(431_628_288L, count(specs, true));
        assertEquals(9_390_275L, count(specs, false));
        Map<Integer, String> places = Map.of(
                0, "conditioning_encoder.attn.0.proj_out.weight",
                12, "conditioning_encoder.init.weight",
                13, "conditioning_perceiver.latents",
                24, "conditioning_perceiver.norm.gamma",
                33, "gpt.h.10.attn.c_attn.weight",
                73, "gpt.h.2.attn.c_attn.weight",
                146, "text_head.weight",
                147, "conditioning_encoder.attn.0.norm.bias",
                418, "gpt.ln_f.bias",
                425, "text_pos_embedding.emb.weight");
        places.forEach((place, name) -> assertEquals(name, specs.get(place).name()));
    }

    @Test
    void freshWeightsFit() throws IOException {
        StateDict weights = WeightInit.gpt(TinyGpt.tinySizes(), 2, 1);
        GptParameterSpecs inventory = GptParameterSpecs.check(TinyGpt.config(), TinyGpt.vocabulary(), weights);
        assertEquals(TinyGpt.tinySizes(), inventory.sizes());
    }

    @Test
    void everyMisfitIsNamedWithBothShapes() {
        StateDict weights = WeightInit.gpt(TinyGpt.tinySizes(), 2, 1);
        GptSizes.Vocabulary larger = new GptSizes.Vocabulary(25, 19, 0);
        complains(
                larger,
                weights,
                "text_embedding.weight: expected [25, 24] (vocab.json has tokens up to 24), found [20, 24]");
        complains(larger, weights, "text_head.bias: expected [25]");
        StateDict less = weights.select(name -> !name.equals("gpt.h.1.ln_2.bias"), name -> name);
        complains(TinyGpt.vocabulary(), less, "gpt.h.1.ln_2.bias: expected [24], the tensor is missing");
        complains(TinyGpt.vocabulary(), StateDict.of("x", Map.of()), "conditioning_perceiver.latents is missing");
        StateDict deeper = StateDict.of("x", Map.of("gpt.h.2.ln_1.bias", StateDict.inMemory(new int[] {1}, 0f)))
                .over(weights);
        complains(TinyGpt.vocabulary(), deeper, "gpt_layers 2 but the file has 3");
    }

    private static void complains(GptSizes.Vocabulary vocabulary, StateDict weights, String part) {
        var e = assertThrows(
                ModelFormatException.class, () -> GptParameterSpecs.check(TinyGpt.config(), vocabulary, weights));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static long count(List<ParameterSpec> specs, boolean decay) {
        return specs.stream()
                .filter(spec -> spec.decay() == decay)
                .mapToLong(ParameterSpec::count)
                .sum();
    }
}
