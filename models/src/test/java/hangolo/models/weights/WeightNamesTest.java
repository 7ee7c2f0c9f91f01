package hangolo.models.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightNamesTest {
    @Test
    void convertsTrainerNamesToInferenceNames() {
        assertEquals(Optional.of("gpt.gpt.h.0.ln_1.bias"), WeightNames.inferenceName("xtts.gpt.gpt.h.0.ln_1.bias"));
        assertEquals(Optional.of("mel_stats"), WeightNames.inferenceName("xtts.mel_stats"));
        assertEquals(Optional.of("gpt.text_head.bias"), WeightNames.inferenceName("gpt.text_head.bias"));
        assertEquals(Optional.empty(), WeightNames.inferenceName("dvae.codebook.embed"));
        assertEquals(Optional.empty(), WeightNames.inferenceName("torch_mel_spectrogram_dvae.mel_stft.mel_scale.fb"));
        for (String alias : List.of(
                "xtts.gpt.gpt.wte.weight",
                "gpt.gpt_inference.transformer.h.0.ln_1.weight",
                "gpt.gpt.h.12.attn.bias",
                "gpt.gpt.h.0.attn.masked_bias")) {
            assertEquals(Optional.empty(), WeightNames.inferenceName(alias), alias);
        }
        assertEquals(
                Optional.of("gpt.gpt.h.12.attn.c_attn.bias"),
                WeightNames.inferenceName("gpt.gpt.h.12.attn.c_attn.bias"));
        assertEquals(
                Optional.of("hifigan_decoder.waveform_decoder.ups.0.parametrizations.weight.original1"),
                WeightNames.inferenceName("xtts.hifigan_decoder.waveform_decoder.ups.0.weight_v"));
    }

    /** The numbers of the full model in xtts-spec.md 7.5. */
    @Test
    void numbersTheFullModelAsCoquiDoes() {
        List<List<String>> groups = WeightNames.optimizerGroups(fullModel());
        assertEquals(147, groups.get(0).size());
        assertEquals(279, groups.get(1).size());
        List<String> all = new ArrayList<>(groups.get(0));
        all.addAll(groups.get(1));
        assertEquals("gpt.conditioning_encoder.attn.0.proj_out.weight", all.get(0));
        assertEquals("gpt.conditioning_encoder.init.weight", all.get(12));
        assertEquals("gpt.conditioning_perceiver.latents", all.get(13));
        assertEquals("gpt.conditioning_perceiver.norm.gamma", all.get(24));
        assertEquals("gpt.gpt.h.0.attn.c_attn.weight", all.get(25));
        assertEquals("gpt.gpt.h.10.attn.c_attn.weight", all.get(33));
        assertEquals("gpt.gpt.h.2.attn.c_attn.weight", all.get(73));
        assertEquals("gpt.gpt.h.9.mlp.c_proj.weight", all.get(144));
        assertEquals("gpt.mel_head.weight", all.get(145));
        assertEquals("gpt.text_head.weight", all.get(146));
        assertEquals("gpt.conditioning_encoder.attn.0.norm.bias", all.get(147));
        assertEquals("gpt.gpt.ln_f.bias", all.get(418));
        assertEquals("gpt.mel_embedding.weight", all.get(420));
        assertEquals("gpt.text_embedding.weight", all.get(423));
        assertEquals("gpt.text_pos_embedding.emb.weight", all.get(425));
    }

    private static List<String> fullModel() {
        List<String> names = new ArrayList<>();
        pair(names, "gpt.conditioning_encoder.init");
        for (int i = 0; i < 6; i++) {
            for (String part : List.of("norm", "qkv", "proj_out")) {
                pair(names, "gpt.conditioning_encoder.attn." + i + "." + part);
            }
        }
        names.add("gpt.text_embedding.weight");
        names.add("gpt.mel_embedding.weight");
        for (int i = 0; i < 30; i++) {
            for (String part : List.of("ln_1", "attn.c_attn", "attn.c_proj", "ln_2", "mlp.c_fc", "mlp.c_proj")) {
                pair(names, "gpt.gpt.h." + i + "." + part);
            }
        }
        pair(names, "gpt.gpt.ln_f");
        names.add("gpt.mel_pos_embedding.emb.weight");
        names.add("gpt.text_pos_embedding.emb.weight");
        for (String part : List.of("final_norm", "text_head", "mel_head")) {
            pair(names, "gpt." + part);
        }
        names.add("gpt.conditioning_perceiver.latents");
        for (int i = 0; i < 2; i++) {
            String layer = "gpt.conditioning_perceiver.layers." + i;
            for (String part : List.of("to_q", "to_kv", "to_out")) {
                names.add(layer + ".0." + part + ".weight");
            }
            pair(names, layer + ".1.0");
            pair(names, layer + ".1.2");
        }
        names.add("gpt.conditioning_perceiver.norm.gamma");
        return names;
    }

    private static void pair(List<String> names, String module) {
        names.add(module + ".weight");
        names.add(module + ".bias");
    }
}
