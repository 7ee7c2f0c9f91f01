package hangolo.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One phase of training, complete and checked: every value is within its bounds and every path is absolute.
 * Whether the files exist is not checked here (a plan may be written before its data is there): {@code preflight} does that.
 *
 * <p>The YAML names, units, defaults and their reasons are in {@link RunKeys} and, generated from it, in
 * {@code docs/configuration.md}.
 *
 * @param file the YAML file, absolute; relative paths in it were resolved against its folder
 * @param phase number of this phase (2 continues phase 1), at least 1
 * @param runName beginning of the run folder's name; a time stamp is appended
 * @param outputPath folder in which the run folder is made
 * @param modelDir XTTS model folder with model.pth, config.json, vocab.json, dvae.pth, mel_stats.pth
 * @param start the weights (and state) to begin with
 * @param resume how much of a trainer checkpoint is taken over
 * @param computing where and how exactly to compute
 * @param compat whose arithmetic is followed where Coqui's trainer has known defects
 * @param seed of data order, crops, dropout and sampling; the same seed gives the same losses on the same backend
 * @param optimization step size, batches and length
 * @param cadence when to evaluate, save and print
 * @param data the clips
 * @param voice how test sentences are spoken
 * @param references what earlier phases reached, for the decision and the report
 * @param rules folder with edited rules; empty means the rules inside the program
 */
public record RunConfig(
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
        Cadence cadence,
        DataSettings data,
        VoiceSettings voice,
        References references,
        Optional<Path> rules) {

    /** @return what {@code compat} decides */
    public CoquiCompat quirks() {
        return CoquiCompat.of(compat);
    }

    /**
     * @param begin where the weights come from instead
     * @return this configuration with another start
     */
    public RunConfig withStart(Start begin) {
        return with(begin, computing, seed, optimization, rules);
    }

    /**
     * @param choice where and how exactly to compute instead
     * @return this configuration with another backend, precision or memory
     */
    public RunConfig withComputing(ComputeConfig choice) {
        return with(start, choice, seed, optimization, rules);
    }

    /**
     * @param other seed to use instead
     * @return this configuration with another seed
     */
    public RunConfig withSeed(long other) {
        return with(start, computing, other, optimization, rules);
    }

    /**
     * @param settings step size, batches and length to use instead
     * @return this configuration with another optimization
     */
    public RunConfig withOptimization(Optimization settings) {
        return with(start, computing, seed, settings, rules);
    }

    /**
     * @param folder with edited rules to decide by instead
     * @return this configuration with other rules
     */
    public RunConfig withRules(Path folder) {
        return with(start, computing, seed, optimization, Optional.of(folder));
    }

    private RunConfig with(
            Start begin, ComputeConfig choice, long number, Optimization settings, Optional<Path> folder) {
        return new RunConfig(
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
                cadence,
                data,
                voice,
                references,
                folder);
    }

    /** Where the weights come from. */
    public sealed interface Start {
        /**
         * A checkpoint of Coqui's trainer or of ours, or a bare weight file.
         *
         * @param file the checkpoint, absolute
         */
        record Checkpoint(Path file) implements Start {}

        /** The best model of the phase before this one in the same file. */
        record PreviousPhase() implements Start {}

        /** {@code model.pth} of the model folder, as published. */
        record BaseModel() implements Start {}
    }

    /** How much of a checkpoint is taken over. */
    public enum ResumeMode {
        /** Weights, optimizer state, step, best value, data order and generator state. */
        ALL,
        /** Weights only: optimizer and counters begin anew. */
        WEIGHTS
    }

    /** What to do where Coqui's trainer has known defects (xtts-spec.md 11.2): see {@link CoquiCompat}. */
    public enum Compat {
        /** Do it right. */
        NONE,
        /** Reproduce Coqui's figures. */
        COQUI
    }

    /** Order in which clips are visited. */
    public enum Sampling {
        /** Every clip once an epoch, in seeded random order. */
        EPOCH,
        /** Draws with replacement, every language equally likely, as Coqui's data set class does (xtts-spec.md 4.2). */
        COQUI
    }

    /** What to do about clips whose sound file is missing, empty or unreadable. */
    public enum BrokenClips {
        /** Do not start, and name them. */
        REFUSE,
        /** Go on without them, and name them. */
        LEAVE_OUT
    }

    /** Layout of a metadata file (xtts-spec.md 4.1). */
    public enum MetadataFormat {
        /** {@code id|text|normalised text}, sound in {@code wavs/id.wav}, no header. */
        LJSPEECH,
        /** Header {@code audio_file|text|speaker_name}, sound relative to the data set's folder. */
        COQUI
    }

    /** What {@code lrMilestones} count. */
    public enum MilestoneUnit {
        /** Optimizer steps. */
        STEPS,
        /** Epochs, as Coqui's trainer counts them by default (xtts-spec.md 7.6). */
        EPOCHS
    }

    /**
     * Optimizer, batches and length of the phase.
     *
     * @param learningRate of AdamW, after the resume too
     * @param batchSize clips a step
     * @param epochs passes over the data
     * @param maxSteps stop after this many steps of this phase, whatever {@code epochs} says; empty for no limit
     * @param gradAccum steps whose gradients are averaged before the optimizer moves
     * @param gradClip largest gradient norm, 0 for no clipping
     * @param weightDecay decoupled, on matrices only
     * @param beta1 decay of the mean of gradients
     * @param beta2 decay of the mean of squared gradients
     * @param epsilon of AdamW
     * @param lrMilestones increasing; the learning rate is multiplied by {@code lrGamma} at each
     * @param lrGamma factor at a milestone
     * @param lrMilestoneUnit what the milestones count
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
         * @param steps to do in this phase, whatever {@code epochs} says
         * @return these settings with a limit
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
     * When something other than training happens, in training steps.
     *
     * @param evalEvery steps between evaluations
     * @param saveEvery steps between {@code checkpoint_<step>.pth} files
     * @param keepCheckpoints how many of them stay
     * @param printEvery steps between log entries
     */
    public record Cadence(int evalEvery, int saveEvery, int keepCheckpoints, int printEvery) {}

    /**
     * The clips.
     *
     * @param datasets at least one, names are unique
     * @param evalSplit share of each data set that is kept for evaluation, strictly between 0 and 1
     * @param maxWavLength longest clip in samples at 22050 Hz
     * @param maxTextLength longest text in tokens
     * @param minConditioningLength shortest reference crop in samples at 22050 Hz
     * @param maxConditioningLength longest reference crop in samples at 22050 Hz
     * @param sampling order of the clips
     * @param brokenClips what to do about missing and unreadable sound files
     * @param cacheDir where codes, mels and text ids are kept between runs
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
     * @param evalMetadata metadata of clips that are used for evaluation only; then nothing is split off
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
     * How test sentences are spoken. Empty values mean: as the model's config.json says.
     *
     * @param sentences spoken at evaluations that improve and at the end
     * @param speakerWav reference clip of sentences that name none; empty means a clip of the evaluation set
     * @param temperature of sampling
     * @param topK of sampling
     * @param topP of sampling
     * @param repetitionPenalty of sampling
     */
    public record VoiceSettings(
            List<TestSentence> sentences,
            Optional<Path> speakerWav,
            Optional<Double> temperature,
            Optional<Integer> topK,
            Optional<Double> topP,
            Optional<Double> repetitionPenalty) {}

    /**
     * A sentence that is spoken during training.
     *
     * @param text what to say
     * @param language XTTS language code
     * @param speakerWav reference clip; empty means the run's
     */
    public record TestSentence(String text, String language, Optional<Path> speakerWav) {}

    /**
     * What earlier phases reached.
     *
     * @param baseline before any fine-tuning on this voice, or on the first data set
     * @param phase1 the phase that is continued
     */
    public record References(Optional<PriorResult> baseline, Optional<PriorResult> phase1) {}

    /**
     * Figures of an earlier phase; whatever is not known is empty.
     *
     * @param melCe evaluation Mel CE
     * @param textCe weighted evaluation Text CE (0.01 x raw)
     * @param quality listeners' score out of 10
     * @param checkpoint its weights, for the comparison by ear
     */
    public record PriorResult(
            Optional<Double> melCe, Optional<Double> textCe, Optional<Double> quality, Optional<Path> checkpoint) {}
}
