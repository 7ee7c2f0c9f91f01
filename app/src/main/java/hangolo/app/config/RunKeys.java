package hangolo.app.config;

import hangolo.app.config.RunConfig.BrokenClips;
import hangolo.app.config.RunConfig.Compat;
import hangolo.app.config.RunConfig.MetadataFormat;
import hangolo.app.config.RunConfig.MilestoneUnit;
import hangolo.app.config.RunConfig.ResumeMode;
import hangolo.app.config.RunConfig.Sampling;
import hangolo.engine.MemoryMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Every key of a run file with its bounds, its default and the reason for the default. {@code docs/configuration.md} is
 * generated from here.
 */
final class RunKeys {
    /** Languages of XTTS v2 (xtts-spec.md 1.2). */
    static final List<String> LANGUAGES = List.of(
            "en", "es", "fr", "de", "it", "pt", "pl", "tr", "ru", "nl", "cs", "ar", "zh-cn", "hu", "ko", "ja", "hi");

    static final int MILLION = 1_000_000;

    // Where

    static final Key<Path> MODEL_DIR = Key.required(
                    "MODEL_DIR",
                    ValueTypes.path(),
                    "folder of the XTTS v2 model: model.pth, config.json, vocab.json, dvae.pth, mel_stats.pth")
            .alsoCalled("model_path", "base_model", "xtts_checkpoint");
    static final Key<Optional<String>> RESUME_FROM = Key.optional(
                    "RESUME_FROM",
                    ValueTypes.text(),
                    "base",
                    "checkpoint to begin with (Coqui's or ours), or base for the model folder's model.pth, or previous"
                            + " for the best model of the phase before this one in the file")
            .alsoCalled("restore_path", "continue_path", "checkpoint", "resume_checkpoint");
    static final Key<ResumeMode> RESUME = Key.of(
            "RESUME",
            ValueTypes.choice(ResumeMode.class),
            ResumeMode.ALL,
            "how much of the checkpoint is taken over: all (weights, optimizer, step, best value, data order) or weights",
            "going on where phase 1 stopped keeps Adam's moments; a fresh optimizer makes the first steps rough");
    static final Key<Path> OUTPUT_PATH = Key.of(
                    "OUTPUT_PATH",
                    ValueTypes.path(),
                    Path.of("run", "training"),
                    "folder in which the run folder is made",
                    "beside the run file, and ignored by git")
            .alsoCalled("output_dir", "out_path", "output");
    static final Key<Optional<String>> RUN_NAME = Key.optional(
            "RUN_NAME",
            ValueTypes.fileName(),
            "XTTS_Phase and the number of the phase",
            "beginning of the run folder's name; the date and time are appended");
    static final Key<Integer> PHASE = Key.of(
            "PHASE",
            ValueTypes.whole(1, 99),
            2,
            "number of the phase, for names and reports",
            "the program's purpose is to continue a first phase");
    static final Key<Optional<Path>> CACHE_DIR = Key.optional(
            "CACHE_DIR",
            ValueTypes.path(),
            "cache in OUTPUT_PATH",
            "folder for codes, mels and text ids, which are computed once for a clip and found again by its content");
    static final Key<Optional<Path>> RULES = Key.optional(
            "RULES", ValueTypes.path(), "the rules in the program", "folder with your own edited decision rules");
    static final Key<ComputeConfig.Backend> BACKEND = Key.of(
                    "BACKEND",
                    ValueTypes.choice(ComputeConfig.Backend.class),
                    ComputeConfig.Backend.AUTO,
                    "where to compute; a backend that this machine lacks is an error, never replaced silently",
                    "auto takes the fastest there is")
            .alsoCalled("device");
    static final Key<ComputeConfig.Precision> PRECISION = Key.of(
            "PRECISION",
            ValueTypes.choice(ComputeConfig.Precision.class),
            ComputeConfig.Precision.AUTO,
            "numbers that matrices are multiplied in: bf16 keeps weights, gradients and optimizer state in 32 bits and rounds only"
                    + " the factors of products; tf32, for NVIDIA cards from Ampere on, reads 10 bits of mantissa of 32-bit factors, as PyTorch's"
                    + " allow_tf32; auto takes bf16 where the backend computes it faster",
            "its losses follow those of fp32 within 1 %, in less time (fidelity.md, performance.md)");
    static final Key<MemoryMode> MEMORY = Key.of(
            "MEMORY",
            ValueTypes.choice(MemoryMode.class),
            MemoryMode.NORMAL,
            "how much memory training takes: low keeps of each block of the network only its input and computes it again on the way"
                    + " back, with the same numbers to the last bit; cpu and cuda",
            "low takes 2 GiB less on the cpu at full size and a third more time (performance.md)");
    static final Key<Long> SEED = Key.of(
                    "SEED",
                    ValueTypes.wholeLong(0, Integer.MAX_VALUE),
                    1L,
                    "seed of data order, crops, dropout and sampling",
                    "Coqui's XTTS trainer uses 1; the same seed gives the same losses again")
            .alsoCalled("training_seed", "random_seed");
    static final Key<Compat> COMPAT = Key.of(
            "COMPAT",
            ValueTypes.choice(Compat.class),
            Compat.NONE,
            "whose arithmetic is followed: coqui reproduces the known defects of Coqui's trainer, all together; fidelity.md lists"
                    + " them with their effects; none does not",
            "the defects never change the figures for the better");

    // Optimizer and length

    static final Key<Double> LEARNING_RATE = Key.of(
                    "LEARNING_RATE",
                    ValueTypes.real(1e-10, 1e-2),
                    1e-6,
                    "step size of AdamW, also after a resume",
                    "users report that 5e-6 overfits within 4 to 10 epochs and 1e-6 keeps improving for 50")
            .alsoCalled("lr");
    static final Key<Integer> BATCH_SIZE = Key.of(
                    "BATCH_SIZE",
                    ValueTypes.whole(1, 512),
                    3,
                    "clips a step",
                    "as in Coqui's recipe and the reference run; it fits into 16 GB")
            .alsoCalled("batch");
    static final Key<Integer> EPOCHS = Key.of(
                    "EPOCHS",
                    ValueTypes.whole(1, MILLION),
                    30,
                    "passes over the data",
                    "about 3000 steps of 3 clips with 311 clips; the stop rules usually end it earlier")
            .alsoCalled("num_epochs", "max_epochs");
    static final Key<Optional<Integer>> MAX_STEPS = Key.optional(
                    "MAX_STEPS",
                    ValueTypes.whole(1, Integer.MAX_VALUE),
                    "no limit",
                    "end after this many steps of this phase")
            .alsoCalled("steps", "num_steps", "iterations");
    static final Key<Integer> GRAD_ACCUM = Key.of(
                    "GRAD_ACCUM",
                    ValueTypes.whole(1, 10_000),
                    1,
                    "steps whose gradients are averaged before the weights move",
                    "with a few hundred clips, more would leave too few moves in an epoch")
            .alsoCalled("grad_accum_steps", "gradient_accumulation_steps", "grad_accumulation", "grad_acumm_steps");
    static final Key<Double> GRAD_CLIP = Key.of(
                    "GRAD_CLIP",
                    ValueTypes.real(0, 1e6),
                    0.0,
                    "largest norm of all gradients together, 0 for no limit",
                    "Coqui's XTTS recipe does not clip")
            .alsoCalled("max_grad_norm", "clip_grad_norm");
    static final Key<Double> WEIGHT_DECAY = Key.of(
            "WEIGHT_DECAY",
            ValueTypes.real(0, 1),
            0.01,
            "decoupled decay of matrices; norms, biases and embeddings have none",
            "Coqui's recipe");
    static final Key<List<Double>> BETAS = Key.of(
            "BETAS",
            ValueTypes.list(ValueTypes.real(0, 0.999999), 2, 2),
            List.of(0.9, 0.96),
            "decay of AdamW's mean of gradients and of squared gradients",
            "Coqui's recipe; 0.96 forgets faster than the usual 0.999, which suits short runs");
    static final Key<Double> EPSILON = Key.of(
            "EPSILON", ValueTypes.real(1e-16, 1e-2), 1e-8, "keeps AdamW from dividing by zero", "Coqui's recipe");
    static final Key<List<Integer>> LR_MILESTONES = Key.of(
            "LR_MILESTONES",
            ValueTypes.list(ValueTypes.whole(1, Integer.MAX_VALUE), 0, 1000),
            List.of(),
            "where the learning rate is multiplied by LR_GAMMA, increasing",
            "none: Coqui's recipe names 900000 and later, which no fine-tuning reaches");
    static final Key<Double> LR_GAMMA =
            Key.of("LR_GAMMA", ValueTypes.real(1e-6, 1), 0.5, "factor at each milestone", "Coqui's recipe");
    static final Key<Optional<MilestoneUnit>> LR_MILESTONE_UNIT = Key.optional(
            "LR_MILESTONE_UNIT",
            ValueTypes.choice(MilestoneUnit.class),
            "steps; epochs if COMPAT is coqui",
            "what LR_MILESTONES count: steps, which is what people mean, or epochs, as Coqui's trainer does unless told otherwise");

    // Cadence

    static final Key<Integer> EVAL_EVERY = Key.of(
                    "EVAL_EVERY",
                    ValueTypes.whole(1, MILLION),
                    100,
                    "steps between evaluations; the stop rules look at each",
                    "about one epoch of 311 clips by three")
            .alsoCalled("run_eval_steps", "eval_steps", "eval_interval");
    static final Key<Integer> SAVE_EVERY = Key.of(
                    "SAVE_EVERY",
                    ValueTypes.whole(1, MILLION),
                    500,
                    "steps between checkpoint_<step>.pth files, which can be resumed",
                    "a full-size checkpoint has 5.6 GB; at 10 s a step this loses at most 1.5 hours")
            .alsoCalled("save_step", "save_steps", "checkpoint_interval");
    static final Key<Integer> KEEP_CHECKPOINTS = Key.of(
                    "KEEP_CHECKPOINTS",
                    ValueTypes.whole(1, 1000),
                    1,
                    "how many checkpoint_<step>.pth files stay; the best model stays in any case",
                    "disks fill up: 5.6 GB each")
            .alsoCalled("save_n_checkpoints", "save_total_limit");
    static final Key<Integer> PRINT_EVERY = Key.of(
                    "PRINT_EVERY",
                    ValueTypes.whole(1, MILLION),
                    25,
                    "steps between entries of the log",
                    "Coqui's default")
            .alsoCalled("print_step", "log_every", "plot_step");

    // Data

    static final Key<Double> EVAL_SPLIT = Key.of(
                    "EVAL_SPLIT",
                    ValueTypes.real(0.001, 0.9),
                    0.05,
                    "share of each data set that is kept for evaluation, at least one clip",
                    "Coqui's 0.01 would leave 3 of 311 clips, too few to decide by; 0.05 leaves 15")
            .alsoCalled("eval_split_size");
    static final Key<Integer> MAX_WAV_LENGTH = Key.of(
            "MAX_WAV_LENGTH",
            ValueTypes.whole(11_025, 22_050 * 60),
            255_995,
            "longest clip in samples at 22050 Hz; longer clips are left out and reported",
            "11.6 s, Coqui's recipe");
    static final Key<Integer> MAX_TEXT_LENGTH = Key.of(
            "MAX_TEXT_LENGTH",
            ValueTypes.whole(1, 10_000),
            200,
            "longest text in tokens; longer clips are left out and reported",
            "Coqui's recipe");
    static final Key<Integer> MIN_CONDITIONING_LENGTH = Key.of(
            "MIN_CONDITIONING_LENGTH",
            ValueTypes.whole(1024, 22_050 * 60),
            66_150,
            "shortest reference crop in samples at 22050 Hz",
            "3 s, as the base model was trained");
    static final Key<Integer> MAX_CONDITIONING_LENGTH = Key.of(
            "MAX_CONDITIONING_LENGTH",
            ValueTypes.whole(1024, 22_050 * 60),
            132_300,
            "longest reference crop in samples at 22050 Hz; shorter ones are padded to it",
            "6 s, as the base model was trained");
    static final Key<Optional<Sampling>> SAMPLING = Key.optional(
            "SAMPLING",
            ValueTypes.choice(Sampling.class),
            "epoch; coqui if COMPAT is coqui",
            "epoch visits every clip once in random order; coqui draws with replacement, every language equally often, which misses"
                    + " about a third of the clips in every epoch");

    static final Key<BrokenClips> BROKEN_CLIPS = Key.of(
            "BROKEN_CLIPS",
            ValueTypes.choice(BrokenClips.class),
            BrokenClips.REFUSE,
            "what to do about clips whose sound file is missing, empty or unreadable; the report names them in any case",
            "a data set that is not what its metadata says is usually a mistake");

    // Test sentences

    static final Key<Optional<Path>> SPEAKER_WAV = Key.optional(
            "SPEAKER_WAV",
            ValueTypes.path(),
            "a clip of the evaluation set",
            "reference clip for test sentences that name none of their own");
    static final Key<Optional<Double>> TEMPERATURE = Key.optional(
            "TEMPERATURE", ValueTypes.real(0.01, 10), "as in the model's config.json", "of sampling test sentences");
    static final Key<Optional<Integer>> TOP_K = Key.optional(
            "TOP_K", ValueTypes.whole(1, 100_000), "as in the model's config.json", "of sampling test sentences");
    static final Key<Optional<Double>> TOP_P = Key.optional(
            "TOP_P", ValueTypes.real(0.001, 1), "as in the model's config.json", "of sampling test sentences");
    static final Key<Optional<Double>> REPETITION_PENALTY = Key.optional(
            "REPETITION_PENALTY",
            ValueTypes.real(1, 100),
            "as in the model's config.json",
            "of sampling test sentences");

    // Entries of DATASETS

    static final Key<String> NAME = Key.required("name", ValueTypes.fileName(), "name of the data set, for reports")
            .alsoCalled("dataset_name");
    static final Key<Path> PATH =
            Key.required("path", ValueTypes.path(), "folder of the data set").alsoCalled("root", "dir");
    static final Key<MetadataFormat> FORMAT = Key.of(
                    "format",
                    ValueTypes.choice(MetadataFormat.class),
                    MetadataFormat.LJSPEECH,
                    "ljspeech: id|text|normalised text, sound in wavs/id.wav; coqui: header audio_file|text|speaker_name",
                    "the most common layout")
            .alsoCalled("formatter");
    static final Key<String> METADATA = Key.of(
                    "metadata", ValueTypes.text(), "metadata.csv", "metadata file in the folder", "the usual name")
            .alsoCalled("meta_file_train", "metadata_file");
    static final Key<Optional<String>> EVAL_METADATA = Key.optional(
                    "eval_metadata",
                    ValueTypes.text(),
                    "none: EVAL_SPLIT of the clips",
                    "metadata file of the clips that are used for evaluation only")
            .alsoCalled("meta_file_val");
    static final Key<String> LANGUAGE = Key.required("language", ValueTypes.oneOf(LANGUAGES), "language of the clips")
            .alsoCalled("lang");

    // Entries of TEST_SENTENCES

    static final Key<String> TEXT = Key.required("text", ValueTypes.text(), "what to say");
    static final Key<String> SENTENCE_LANGUAGE = Key.required(
                    "language", ValueTypes.oneOf(LANGUAGES), "language of the sentence")
            .alsoCalled("lang");
    static final Key<Optional<Path>> SENTENCE_SPEAKER =
            Key.optional("speaker_wav", ValueTypes.path(), "SPEAKER_WAV", "reference clip of this sentence");

    // Entries of BASELINE and PHASE1

    static final Key<Optional<Double>> MEL_CE =
            Key.optional("mel_ce", ValueTypes.real(0, 100), "not known", "evaluation Mel CE");
    static final Key<Optional<Double>> TEXT_CE = Key.optional(
            "text_ce", ValueTypes.real(0, 10), "not known", "evaluation Text CE as logged, that is weighted with 0.01");
    static final Key<Optional<Double>> QUALITY =
            Key.optional("quality", ValueTypes.real(0, 10), "not known", "listeners' score out of 10");
    static final Key<Optional<Path>> CHECKPOINT =
            Key.optional("checkpoint", ValueTypes.path(), "none", "weights, for the comparison by ear");

    private RunKeys() {}
}
