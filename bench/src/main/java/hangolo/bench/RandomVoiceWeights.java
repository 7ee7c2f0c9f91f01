package hangolo.bench;

import hangolo.models.xtts.nn.StateDict;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random weights for the vocoder and the speaker encoder of XTTS v2 at full size (xtts-spec.md A.3, A.4). */
final class RandomVoiceWeights {

    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<String, StateDict.Source> tensors = new LinkedHashMap<>();

    private RandomVoiceWeights() {}

    static StateDict vocoder() {
        RandomVoiceWeights voice = new RandomVoiceWeights();
        voice.layer("conv_pre", 512, 1024, 7);
        voice.layer("cond_layer", 512, 512, 1);
        int channels = 512;
        List<Integer> kernels = List.of(3, 7, 11);
        for (int stage = 0; stage < 4; stage++) {
            int half = channels / 2;
            voice.normal("ups." + stage + ".weight", channels, half, stage < 2 ? 16 : 4);
            voice.normal("ups." + stage + ".bias", half);
            voice.layer("conds." + stage, half, 512, 1);
            for (int j = 0; j < kernels.size(); j++) {
                for (int i = 0; i < 3; i++) {
                    String block = "resblocks." + (stage * kernels.size() + j);
                    voice.layer(block + ".convs1." + i, half, half, kernels.get(j));
                    voice.layer(block + ".convs2." + i, half, half, kernels.get(j));
                }
            }
            channels = half;
        }
        voice.normal("conv_post.weight", 1, channels, 7);
        return StateDict.of("random vocoder", voice.tensors);
    }

    static StateDict speakerEncoder() {
        RandomVoiceWeights voice = new RandomVoiceWeights();
        voice.layer("conv1", 32, 1, 3, 3);
        voice.batchNorm("bn1", 32);
        List<Integer> blocks = List.of(3, 4, 6, 3);
        int in = 32;
        for (int layer = 0; layer < blocks.size(); layer++) {
            int channels = 32 << layer;
            for (int i = 0; i < blocks.get(layer); i++) {
                voice.block("layer" + (layer + 1) + "." + i, in, channels);
                in = channels;
            }
        }
        voice.layer("attention.0", 128, 2048, 1);
        voice.batchNorm("attention.2", 128);
        voice.layer("attention.3", 2048, 128, 1);
        voice.layer("fc", 512, 4096);
        return StateDict.of("random speaker encoder", voice.tensors);
    }

    private void block(String name, int in, int channels) {
        normal(name + ".conv1.weight", channels, in, 3, 3);
        batchNorm(name + ".bn1", channels);
        normal(name + ".conv2.weight", channels, channels, 3, 3);
        batchNorm(name + ".bn2", channels);
        layer(name + ".se.fc.0", channels / 8, channels);
        layer(name + ".se.fc.2", channels, channels / 8);
        if (in != channels) {
            normal(name + ".downsample.0.weight", channels, in, 1, 1);
            batchNorm(name + ".downsample.1", channels);
        }
    }

    private void batchNorm(String name, int channels) {
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            float[] values = new float[channels];
            Arrays.fill(values, part.equals("weight") || part.equals("running_var") ? 1 : 0);
            tensors.put(name + "." + part, StateDict.inMemory(new int[] {channels}, values));
        }
    }

    private void layer(String name, int... shape) {
        normal(name + ".weight", shape);
        normal(name + ".bias", shape[0]);
    }

    /** Scaled to preserve the variance of activations. */
    private void normal(String name, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        double deviation = 1 / Math.sqrt((double) values.length / shape[0]);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        tensors.put(name, StateDict.inMemory(shape, values));
    }
}
