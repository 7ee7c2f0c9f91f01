package hangolo.app.demo;

import hangolo.app.config.ConfigLoader;
import hangolo.app.run.PhaseOutcome;
import hangolo.app.run.RunContext;
import hangolo.app.run.RunFolder;
import hangolo.app.run.TrainRun;
import hangolo.engine.Backend;
import hangolo.engine.cpu.CpuBackend;
import hangolo.models.weights.Dtype;
import hangolo.models.weights.StoredTensor;
import hangolo.models.weights.TensorSource;
import hangolo.models.weights.checkpoint.AdamState;
import hangolo.models.weights.checkpoint.AdamStateSource;
import hangolo.models.weights.checkpoint.CheckpointContent;
import hangolo.models.weights.checkpoint.CheckpointFile;
import hangolo.models.weights.checkpoint.OptimizerState;
import hangolo.models.xtts.XttsModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes the model that the demo begins with, from nothing but this program: a data set, a DVAE fitted to it, a base model, and the
 * checkpoint of a phase 1. The same program on the same machine makes the same files.
 */
public final class DemoMaker {

    private static final String PHASE1 = "phase1.yaml";

    private final Path folder;
    private final Path work;
    private final RunContext around;
    private final Consumer<String> report;

    /**
     * A maker.
     *
     * @param folder receives the model; {@code models/demo} of the sources
     * @param work for the data set and the run of phase 1
     * @param report told about the progress, a line at a time
     */
    public DemoMaker(Path folder, Path work, RunContext around, Consumer<String> report) {
        this.folder = folder;
        this.work = work;
        this.around = around;
        this.report = report;
    }

    /** Makes everything; takes some minutes. */
    public void make() throws IOException {
        try (Backend backend = new CpuBackend()) {
            new DemoModelFolder(folder, backend, report).make();
            trainBase(backend);
        }
        DemoClips.write(work.resolve("data"));
        for (String name : DemoFiles.MODEL) {
            Path made = folder.resolve(name);
            if (Files.exists(made)) {
                Files.createDirectories(work.resolve("model"));
                Files.copy(made, work.resolve("model").resolve(name));
            }
        }
        DemoFiles.copy(PHASE1, work);
        List<PhaseOutcome> outcomes =
                new TrainRun(around).run(ConfigLoader.load(work.resolve(PHASE1)).phases(), Optional.empty());
        RunFolder run = new RunFolder(outcomes.get(0).folder());
        Path last = run.checkpoints().get(run.checkpoints().size() - 1).file();
        shrink(last, folder.resolve(DemoFiles.CHECKPOINT));
    }

    private void trainBase(Backend backend) throws IOException {
        try (XttsModel model = XttsModel.openForTraining(folder, Optional.empty(), backend)) {
            new BaseTraining(model, report).run();
            DemoModelFolder.writeModel(folder, model.melStats(), model.parameters());
        }
    }

    /** Copies a checkpoint with the moments in bfloat16, which halves them; PyTorch widens them again when it loads them. */
    static void shrink(Path checkpoint, Path target) {
        try (CheckpointFile file = CheckpointFile.read(checkpoint)) {
            OptimizerState optimizer = file.optimizer().orElseThrow();
            List<AdamStateSource> moments = new ArrayList<>();
            optimizer.moments().forEach((name, m) -> moments.add(narrow(name, m)));
            CheckpointFile.write(
                    target,
                    new CheckpointContent(
                            file.config(),
                            file.model().entrySet().stream()
                                    .map(e -> TensorSource.copyOf(e.getValue(), e.getKey()))
                                    .toList(),
                            optimizer.groups(),
                            moments,
                            file.step(),
                            file.epoch(),
                            file.date(),
                            file.losses(),
                            file.extra()));
        }
    }

    private static AdamStateSource narrow(String name, AdamState moments) {
        return new AdamStateSource(name, moments.step(), new Narrow(moments.mean()), new Narrow(moments.square()));
    }

    private record Narrow(StoredTensor tensor) implements TensorSource {
        @Override
        public String name() {
            return tensor.name();
        }

        @Override
        public long[] shape() {
            return tensor.shape();
        }

        @Override
        public Dtype dtype() {
            return Dtype.BFLOAT16;
        }

        @Override
        public void read(long offset, float[] chunk, int length) {
            tensor.readFloats(offset, chunk, 0, length);
        }
    }
}
