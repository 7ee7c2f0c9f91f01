package hangolo.app.config;

import hangolo.engine.select.ComputeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One phase of training, complete and checked: every value is within its bounds and every path is absolute.
 * Whether the files exist is not checked here but by {@code preflight}.
 *
 * <p>The YAML names, units, defaults and their reasons are in {@link ConfigKeys} and, generated from it, in
 * {@code docs/configuration.md}.
 *
 * @param file the YAML file, absolute; relative paths in it were resolved against its folder
 * @param phase number of this phase, at least 1; 2 continues phase 1
 * @param runName prefix of the run folder's name; a time stamp is appended
 * @param outputPath folder in which the run folder is created
 * @param modelDir XTTS model folder with model.pth, config.json, vocab.json, dvae.pth, mel_stats.pth
 * @param start the weights, and state, to start from
 * @param resume what to restore from a checkpoint
 * @param computing backend, precision and memory mode
 * @param compat compatibility mode
 * @param seed of data order, crops, dropout and sampling; the same seed reproduces the same losses on the same backend
 * @param optimization optimizer, batches and length
 * @param intervals when to evaluate, save and print
 * @param data the clips
 * @param synthesis how test sentences are synthesized
 * @param references results of earlier phases, for the decision and the report
 * @param rules folder with edited rules; empty for the built-in rules
 */
public record PhaseConfig(
        Path file,
        int phase,
        String runName,
        Path outputPath,
        Path modelDir,
        Start start,
        ResumeMode resume,
        ComputeConfig computing,
        Compat compat,
        long seed,
        Optimization optimization,
        Intervals intervals,
        DataSettings data,
        SynthesisSettings synthesis,
        References references,
        Optional<Path> rules) {

    /** @return the switches of {@code compat} */
    public CoquiCompat coquiCompat() {
        return CoquiCompat.of(compat);
    }

    /**
     * @param other where the weights come from instead
     * @return this configuration with another start
     */
    public PhaseConfig withStart(Start other) {
        return with(other, computing, seed, optimization, rules);
    }

    /**
     * @param other backend, precision and memory mode to use instead
     * @return this configuration with another backend, precision or memory mode
     */
    public PhaseConfig withComputing(ComputeConfig other) {
        return with(start, other, seed, optimization, rules);
    }

    /**
     * @param other seed to use instead
     * @return this configuration with another seed
     */
    public PhaseConfig withSeed(long other) {
        return with(start, computing, other, optimization, rules);
    }

    /**
     * @param other optimizer, batches and length to use instead
     * @return this configuration with other optimization settings
     */
    public PhaseConfig withOptimization(Optimization other) {
        return with(start, computing, seed, other, rules);
    }

    /**
     * @param folder with edited rules to use instead
     * @return this configuration with other rules
     */
    public PhaseConfig withRules(Path folder) {
        return with(start, computing, seed, optimization, Optional.of(folder));
    }

    private PhaseConfig with(
            Start begin, ComputeConfig choice, long number, Optimization settings, Optional<Path> folder) {
        return new PhaseConfig(
                file,
                phase,
                runName,
                outputPath,
                modelDir,
                begin,
                resume,
                choice,
                compat,
                number,
                settings,
                intervals,
                data,
                synthesis,
                references,
                folder);
    }

    /** Where the weights come from. */
    public sealed interface Start {
        /**
         * A checkpoint of Coqui's trainer or of Hangolo, or a file with weights only.
         *
         * @param file the checkpoint, absolute
         */
        record Checkpoint(Path file) implements Start {}

        /** The best model of the previous phase in the same file. */
        record PreviousPhase() implements Start {}

        /** {@code model.pth} of the model folder, as published. */
        record BaseModel() implements Start {}
    }

    /** What to restore from a checkpoint. */
    public enum ResumeMode {
        /** Weights, optimizer state, step, best value, data order and generator state. */
        ALL,
        /** Weights only: optimizer and counters start anew. */
        WEIGHTS
    }

    /** Compatibility mode: what to do where Coqui's trainer has known defects (xtts-spec.md 11.2); see {@link CoquiCompat}. */
    public enum Compat {
        /** Without the defects. */
        NONE,
        /** With the defects: reproduces the numbers of Coqui's trainer. */
        COQUI
    }

    /** Order of the clips. */
    public enum Sampling {
        /** Every clip once per epoch, in seeded random order. */
        EPOCH,
        /** Draws with replacement, every language equally likely, as Coqui's data set class does (xtts-spec.md 4.2). */
        COQUI
    }

    /** What to do if the audio file of a clip is missing, empty or unreadable. */
    public enum BrokenClips {
        /** Refuse to start, and name the clips. */
        REFUSE,
        /** Leave the clips out, and name them. */
        LEAVE_OUT
    }

    /** Layout of a metadata file (xtts-spec.md 4.1). */
    public enum MetadataFormat {
        /** {@code id|text|normalized text}, audio in {@code wavs/id.wav}, no header. */
        LJSPEECH,
        /** Header {@code audio_file|text|speaker_name}, audio relative to the data set's folder. */
        COQUI
    }

    /** Unit of {@code lrMilestones}. */
    public enum MilestoneUnit {
        /** Optimizer steps. */
        STEPS,
        /** Epochs, the default of Coqui's trainer (xtts-spec.md 7.6). */
        EPOCHS
    }

    /**
     * Optimizer, batches and length of the phase.
     *
     * @param learningRate of AdamW, also after resuming
     * @param batchSize clips per step
     * @param epochs passes over the data
     * @param maxSteps maximum number of steps of this phase; empty for no limit
     * @param gradAccum steps whose gradients are averaged for one optimizer update
     * @param gradClip maximum gradient norm, 0 for no clipping
     * @param weightDecay decoupled, on matrices only
     * @param beta1 decay rate of the first moment
     * @param beta2 decay rate of the second moment
     * @param epsilon of AdamW
     * @param lrMilestones increasing; the learning rate is multiplied by {@code lrGamma} at each
     * @param lrGamma factor at a milestone
     * @param lrMilestoneUnit unit of the milestones
     */
    public record Optimization(
            double learningRate,
            int batchSize,
            int epochs,
            Optional<Integer> maxSteps,
            int gradAccum,
            double gradClip,
            double weightDecay,
            double beta1,
            double beta2,
            double epsilon,
            List<Integer> lrMilestones,
            double lrGamma,
            MilestoneUnit lrMilestoneUnit) {
        /**
         * @param steps maximum number of steps of this phase
         * @return these settings with that limit
         */
        public Optimization withMaxSteps(int steps) {
            return new Optimization(
                    learningRate,
                    batchSize,
                    epochs,
                    Optional.of(steps),
                    gradAccum,
                    gradClip,
                    weightDecay,
                    beta1,
                    beta2,
                    epsilon,
                    lrMilestones,
                    lrGamma,
                    lrMilestoneUnit);
        }
    }

    /**
     * Intervals in training steps.
     *
     * @param evalEvery steps between evaluations
     * @param saveEvery steps between {@code checkpoint_<step>.pth} files
     * @param keepCheckpoints how many of these files to keep
     * @param printEvery steps between log entries
     */
    public record Intervals(int evalEvery, int saveEvery, int keepCheckpoints, int printEvery) {}

    /**
     * The clips.
     *
     * @param datasets at least one, names are unique
     * @param evalSplit fraction of each data set that is held out for evaluation, strictly between 0 and 1
     * @param maxWavLength maximum length of a clip in samples at 22050 Hz
     * @param maxTextLength maximum length of a text in tokens
     * @param minConditioningLength minimum length of the conditioning crop in samples at 22050 Hz
     * @param maxConditioningLength maximum length of the conditioning crop in samples at 22050 Hz
     * @param sampling order of the clips
     * @param brokenClips what to do about missing and unreadable audio files
     * @param cacheDir where audio codes, mel spectrograms and token ids are cached
     */
    public record DataSettings(
            List<Dataset> datasets,
            double evalSplit,
            int maxWavLength,
            int maxTextLength,
            int minConditioningLength,
            int maxConditioningLength,
            Sampling sampling,
            BrokenClips brokenClips,
            Path cacheDir) {}

    /**
     * One source of clips.
     *
     * @param name shown in reports
     * @param path folder of the data set
     * @param format layout of the metadata
     * @param metadata metadata file, absolute
     * @param evalMetadata metadata of clips that are used for evaluation only; then no training clip is held out
     * @param language XTTS language code of all clips
     */
    public record Dataset(
            String name,
            Path path,
            MetadataFormat format,
            Path metadata,
            Optional<Path> evalMetadata,
            String language) {}

    /**
     * How test sentences are synthesized. An empty value stands for that of the model's config.json.
     *
     * @param sentences synthesized at evaluations that improve and at the end
     * @param speakerWav reference clip of sentences that do not name one; empty for a clip of the evaluation set
     * @param temperature of sampling
     * @param topK of sampling
     * @param topP of sampling
     * @param repetitionPenalty of sampling
     */
    public record SynthesisSettings(
            List<TestSentence> sentences,
            Optional<Path> speakerWav,
            Optional<Double> temperature,
            Optional<Integer> topK,
            Optional<Double> topP,
            Optional<Double> repetitionPenalty) {}

    /**
     * A sentence that is synthesized during training.
     *
     * @param text to synthesize
     * @param language XTTS language code
     * @param speakerWav reference clip; empty for that of the phase
     */
    public record TestSentence(String text, String language, Optional<Path> speakerWav) {}

    /**
     * Results of earlier phases.
     *
     * @param baseline before any fine-tuning on this voice, or on the first data set
     * @param phase1 the phase that is continued
     */
    public record References(Optional<PriorResult> baseline, Optional<PriorResult> phase1) {}

    /**
     * Results of an earlier phase; unknown values are empty.
     *
     * @param melCe evaluation Mel CE
     * @param textCe weighted evaluation Text CE (0.01 x raw)
     * @param quality listeners' score, 0 to 10
     * @param checkpoint its weights, to synthesize samples for comparison
     */
    public record PriorResult(
            Optional<Double> melCe, Optional<Double> textCe, Optional<Double> quality, Optional<Path> checkpoint) {}
}
