package hangolo.bench;

import static org.bytedeco.pytorch.global.torch.mm_out;
import static org.bytedeco.pytorch.global.torch.randn;

import java.util.List;
import java.util.function.ToLongFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The matrix multiplications of a step alone, in bf16 by the oneDNN of libtorch. */
final class TorchCeiling implements Ceiling {

    private final PointerScope scope = new PointerScope();
    private final List<MatMulShape> matmuls;
    private final Tensor a;
    private final Tensor b;
    private final Tensor c;

    TorchCeiling(List<MatMulShape> matmuls, int threads) {
        TorchStep.threads(threads);
        this.matmuls = matmuls;
        this.a = values(p -> (long) p.m() * p.k());
        this.b = values(p -> (long) p.k() * p.n());
        this.c = values(p -> (long) p.m() * p.n());
    }

    private Tensor values(ToLongFunction<MatMulShape> count) {
        return Scoped.keep(() ->
                randn(matmuls.stream().mapToLong(count).max().orElseThrow()).to(ScalarType.BFloat16));
    }

    @Override
    public void run() {
        for (MatMulShape p : matmuls) {
            Scoped.get(() -> {
                Tensor x = matrix(a, p.m(), p.k());
                Tensor y = matrix(b, p.k(), p.n());
                Tensor z = matrix(c, p.m(), p.n());
                for (int i = 0; i < p.count(); i++) {
                    mm_out(z, x, y);
                }
                return p;
            });
        }
    }

    private static Tensor matrix(Tensor values, long rows, long columns) {
        return values.narrow(0, 0, rows * columns).view(rows, columns);
    }

    @Override
    public void close() {
        scope.close();
    }
}
