package hangolo.engine.cpu;

/** Layer norm and RMS norm: each row alone. */
final class Norms {

    private final Tape tape;

    Norms(Tape tape) {
        this.tape = tape;
    }

    CpuTensor layerNorm(CpuTensor x, CpuTensor gain, CpuTensor bias, float epsilon) {
        int d = x.columns();
        CpuTensor y = tape.passing(x.rows(), d, x, gain, bias);
        x.save();
        gain.save();
        CpuTensor moments = tape.kept(x.rows(), 2);
        tape.pool.rows(x.rows(), d, (from, to, s) -> {
            float[] in = s.row(0, d);
            float[] g = s.row(1, d);
            float[] b = s.row(2, d);
            gain.row(0, g);
            bias.row(0, b);
            for (int i = from; i < to; i++) {
                x.row(i, in);
                float mean = (float) (Reductions.sum(in, d) / d);
                float scale = (float) (1 / Math.sqrt(Reductions.squares(in, mean, d) / d + epsilon));
                for (int j = 0; j < d; j++) {
                    in[j] = (in[j] - mean) * scale * g[j] + b[j];
                }
                y.setRow(i, in);
                moments.block.put(moments.at(i), mean);
                moments.block.put(moments.at(i) + 1, scale);
            }
        });
        tape.record(y, () -> {
            CpuTensor dy = tape.gradient(y);
            if (gain.tracked()) {
                addGainAndBias(x, dy, moments, tape.sum(gain), tape.sum(bias));
            }
            if (x.tracked()) {
                layerNormBackward(x, dy, moments, gain, tape.sum(x));
            }
        });
        return y;
    }

    /** {@code dx += scale · (u - mean(u) - x̂ · mean(u · x̂))} with {@code u = dy · gain}. */
    private void layerNormBackward(
            CpuTensor x, CpuTensor dy, CpuTensor moments, CpuTensor gain, GradientAccumulator dx) {
        int d = x.columns();
        tape.pool.rows(x.rows(), d, (from, to, s) -> {
            float[] hat = s.row(0, d);
            float[] grad = s.row(1, d);
            float[] g = s.row(2, d);
            float[] sum = s.row(3, d);
            gain.row(0, g);
            for (int i = from; i < to; i++) {
                x.row(i, hat);
                dy.row(i, grad);
                dx.row(i, sum);
                float mean = moments.block.get(moments.at(i));
                float scale = moments.block.get(moments.at(i) + 1);
                for (int j = 0; j < d; j++) {
                    hat[j] = (hat[j] - mean) * scale;
                    grad[j] *= g[j];
                }
                float a = (float) (Reductions.sum(grad, d) / d);
                float b = (float) (Reductions.dot(grad, hat, d) / d);
                for (int j = 0; j < d; j++) {
                    sum[j] += scale * (grad[j] - a - hat[j] * b);
                }
                dx.setRow(i, sum);
            }
        });
    }

    private void addGainAndBias(
            CpuTensor x, CpuTensor dy, CpuTensor moments, GradientAccumulator dGain, GradientAccumulator dBias) {
        tape.pool.rows(x.columns(), x.rows(), (from, to, s) -> {
            int width = to - from;
            float[] in = s.row(0, width);
            float[] grad = s.row(1, width);
            float[] g = s.row(2, width);
            float[] b = s.row(3, width);
            dGain.get(from, g, width);
            dBias.get(from, b, width);
            for (int i = 0; i < x.rows(); i++) {
                x.block.get(x.at(i) + from, in, 0, width);
                dy.block.get(dy.at(i) + from, grad, 0, width);
                float mean = moments.block.get(moments.at(i));
                float scale = moments.block.get(moments.at(i) + 1);
                for (int j = 0; j < width; j++) {
                    g[j] += grad[j] * (in[j] - mean) * scale;
                    b[j] += grad[j];
                }
            }
            dGain.put(from, g, width);
            dBias.put(from, b, width);
        });
    }

    CpuTensor rmsNorm(CpuTensor x, CpuTensor gain) {
        int d = x.columns();
        float root = (float) Math.sqrt(d);
        CpuTensor y = tape.result(x.rows(), d, x, gain);
        CpuTensor inverse = tape.kept(x.rows(), 1);
        tape.pool.rows(x.rows(), d, (from, to, s) -> {
            float[] in = s.row(0, d);
            float[] g = s.row(1, d);
            gain.row(0, g);
            for (int i = from; i < to; i++) {
                x.row(i, in);
                float scale = (float) (1 / Math.max(Math.sqrt(Reductions.squares(in, 0, d)), 1e-12));
                for (int j = 0; j < d; j++) {
                    in[j] *= scale * root * g[j];
                }
                y.setRow(i, in);
                inverse.block.put(inverse.at(i), scale);
            }
        });
        tape.record(y, () -> rmsNormBackward(x, y, inverse, gain, root));
        return y;
    }

    /** With the unit vector {@code e = x / ‖x‖} and {@code u = √d · gain · dy}: {@code dx = (u - e (e · u)) / ‖x‖}. */
    private void rmsNormBackward(CpuTensor x, CpuTensor y, CpuTensor inverse, CpuTensor gain, float root) {
        int d = x.columns();
        CpuTensor dy = tape.gradient(y);
        GradientAccumulator dx = x.tracked() ? tape.sum(x) : new GradientAccumulator(tape.zeros(x.rows(), d), false);
        CpuTensor dGain = gain.tracked() ? tape.gradient(gain) : tape.zeros(1, d);
        Scratch s = tape.pool.own();
        float[] unit = s.row(0, d);
        float[] grad = s.row(1, d);
        float[] g = s.row(2, d);
        float[] sum = s.row(3, d);
        float[] gainSum = new float[d];
        gain.row(0, g);
        dGain.row(0, gainSum);
        for (int i = 0; i < x.rows(); i++) {
            x.row(i, unit);
            dy.row(i, grad);
            dx.row(i, sum);
            float scale = inverse.block.get(inverse.at(i));
            double dot = 0;
            for (int j = 0; j < d; j++) {
                unit[j] *= scale;
                gainSum[j] += root * grad[j] * unit[j];
                grad[j] *= root * g[j];
                dot += grad[j] * unit[j];
            }
            for (int j = 0; j < d; j++) {
                sum[j] += scale * (grad[j] - unit[j] * (float) dot);
            }
            dx.setRow(i, sum);
        }
        dGain.setRow(0, gainSum);
    }
}
