package hangolo.app.config;

import hangolo.app.config.PhaseConfig.BrokenClips;
import hangolo.app.config.PhaseConfig.Compat;
import hangolo.app.config.PhaseConfig.MetadataFormat;
import hangolo.app.config.PhaseConfig.MilestoneUnit;
import hangolo.app.config.PhaseConfig.ResumeMode;
import hangolo.app.config.PhaseConfig.Sampling;
import hangolo.engine.MemoryMode;
import hangolo.engine.select.ComputeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Every key of a config file with its bounds, its default and the reason for the default. {@code docs/configuration.md} is
 * generated from this class.
 */
final class ConfigKeys {
    /** Languages of XTTS v2 (xtts-spec.md 1.2). */
    static final List<String> LANGUAGES = List.of(
            "en", "es", "fr", "de", "it", "pt", "pl", "tr", "ru", "nl", "cs", "ar", "zh-cn", "hu", "ko", "ja", "hi");

    static final int MILLION = 1_000_000;

    // Model, output and backend

    static final Key<Path> MODEL_DIR = Key.required(
                    "MODEL_DIR",
                    ValueTypes.path(),
                    "folder of the XTTS v2 model: model.pth, config.json, vocab.json, dvae.pth, mel_stats.pth")
            .alsoCalled("model_path", "base_model", "xtts_checkpoint");
    static final Key<Optional<String>> RESUME_FROM = Key.optional(
                    "RESUME_FROM",
                    ValueTypes.text(),
                    "base",
                    "checkpoint to start from, written by Coqui's trainer or by Hangolo; or base for the model folder's model.pth; or"
                            + " previous for the best model of the previous phase in the file")
            .alsoCalled("restore_path", "continue_path", "checkpoint", "resume_checkpoint");
    static final Key<ResumeMode> RESUME = Key.of(
            "RESUME",
            ValueTypes.choice(ResumeMode.class),
            ResumeMode.ALL,
            "what to restore from the checkpoint: all (weights, optimizer state, step, best value, data order) or weights",
            "continuing where phase 1 stopped keeps Adam's moments; with a fresh optimizer the first steps are noisy");
    static final Key<Path> OUTPUT_PATH = Key.of(
                    "OUTPUT_PATH",
                    ValueTypes.path(),
                    Path.of("run", "training"),
                    "folder in which the run folder is created",
                    "next to the config file, and ignored by git")
            .alsoCalled("output_dir", "out_path", "output");
    static final Key<Optional<String>> RUN_NAME = Key.optional(
            "RUN_NAME",
            ValueTypes.fileName(),
            "XTTS_Phase and the number of the phase",
            "prefix of the run folder's name; date and time are appended");
    static final Key<Integer> PHASE = Key.of(
            "PHASE",
            ValueTypes.whole(1, 99),
            2,
            "number of the phase, used in names and reports",
            "Hangolo is made to continue a first phase");
    static final Key<Optional<Path>> CACHE_DIR = Key.optional(
            "CACHE_DIR",
            ValueTypes.path(),
            "cache in OUTPUT_PATH",
            "folder for audio codes, mel spectrograms and token ids, which are computed once per clip and looked up by its content");
    static final Key<Optional<Path>> RULES =
            Key.optional("RULES", ValueTypes.path(), "the built-in rules", "folder with edited decision rules");
    static final Key<ComputeConfig.Backend> BACKEND = Key.of(
                    "BACKEND",
                    ValueTypes.choice(ComputeConfig.Backend.class),
                    ComputeConfig.Backend.AUTO,
                    "backend to compute on; a backend that is not available is an error, never replaced silently",
                    "auto selects the fastest one available")
            .alsoCalled("device");
    static final Key<ComputeConfig.Precision> PRECISION = Key.of(
            "PRECISION",
            ValueTypes.choice(ComputeConfig.Precision.class),
            ComputeConfig.Precision.AUTO,
            "precision of matrix multiplications: bf16 keeps weights, gradients and optimizer state in fp32 and rounds only the"
                    + " operands; tf32, for NVIDIA GPUs from Ampere on, reads 10 mantissa bits of fp32 operands, like PyTorch's"
                    + " allow_tf32; auto selects bf16 where the backend computes it faster",
            "the losses of bf16 follow those of fp32 within 1 %, in less time (fidelity.md, performance.md)");
    static final Key<MemoryMode> MEMORY = Key.of(
            "MEMORY",
            ValueTypes.choice(MemoryMode.class),
            MemoryMode.NORMAL,
            "low enables activation checkpointing: each block of the network keeps only its input and is recomputed in the"
                    + " backward pass, with bit-identical results; backends cpu and cuda",
            "on the CPU at full size, low saves 2 GiB and takes a third more time (performance.md)");
    static final Key<Long> SEED = Key.of(
                    "SEED",
                    ValueTypes.wholeLong(0, Integer.MAX_VALUE),
                    1L,
                    "seed of data order, crops, dropout and sampling",
                    "Coqui's XTTS trainer uses 1; the same seed reproduces the same losses")
            .alsoCalled("training_seed", "random_seed");
    static final Key<Compat> COMPAT = Key.of(
            "COMPAT",
            ValueTypes.choice(Compat.class),
            Compat.NONE,
            "compatibility mode: coqui reproduces the known defects of Coqui's trainer, all of them; fidelity.md lists them with"
                    + " their effects",
            "none of the defects improves the results");

    // Optimizer and length

    static final Key<Double> LEARNING_RATE = Key.of(
                    "LEARNING_RATE",
                    ValueTypes.real(1e-10, 1e-2),
                    1e-6,
                    "learning rate of AdamW, also after resuming",
                    "users report that 5e-6 overfits within 4 to 10 epochs while 1e-6 keeps improving for 50")
            .alsoCalled("lr");
    static final Key<Integer> BATCH_SIZE = Key.of(
                    "BATCH_SIZE",
                    ValueTypes.whole(1, 512),
                    3,
                    "clips per step",
                    "as in Coqui's recipe and the reference run; fits into 16 GB")
            .alsoCalled("batch");
    static final Key<Integer> EPOCHS = Key.of(
                    "EPOCHS",
                    ValueTypes.whole(1, MILLION),
                    30,
                    "passes over the data",
                    "about 3000 steps with 311 clips in batches of 3; the stop rules usually end training earlier")
            .alsoCalled("num_epochs", "max_epochs");
    static final Key<Optional<Integer>> MAX_STEPS = Key.optional(
                    "MAX_STEPS",
                    ValueTypes.whole(1, Integer.MAX_VALUE),
                    "no limit",
                    "stop after this many steps of the phase")
            .alsoCalled("steps", "num_steps", "iterations");
    static final Key<Integer> GRAD_ACCUM = Key.of(
                    "GRAD_ACCUM",
                    ValueTypes.whole(1, 10_000),
                    1,
                    "steps whose gradients are averaged for one optimizer update",
                    "with a few hundred clips, more would leave too few updates per epoch")
            .alsoCalled("grad_accum_steps", "gradient_accumulation_steps", "grad_accumulation", "grad_acumm_steps");
    static final Key<Double> GRAD_CLIP = Key.of(
                    "GRAD_CLIP",
                    ValueTypes.real(0, 1e6),
                    0.0,
                    "maximum norm of all gradients together, 0 for no clipping",
                    "Coqui's XTTS recipe does not clip")
            .alsoCalled("max_grad_norm", "clip_grad_norm");
    static final Key<Double> WEIGHT_DECAY = Key.of(
            "WEIGHT_DECAY",
            ValueTypes.real(0, 1),
            0.01,
            "decoupled weight decay of matrices; norms, biases and embeddings have none",
            "Coqui's recipe");
    static final Key<List<Double>> BETAS = Key.of(
            "BETAS",
            ValueTypes.list(ValueTypes.real(0, 0.999999), 2, 2),
            List.of(0.9, 0.96),
            "AdamW's decay rates of the first and second moment",
            "Coqui's recipe; 0.96 forgets faster than the usual 0.999, which suits short runs");
    static final Key<Double> EPSILON = Key.of(
            "EPSILON",
            ValueTypes.real(1e-16, 1e-2),
            1e-8,
            "AdamW's epsilon, which prevents division by zero",
            "Coqui's recipe");
    static final Key<List<Integer>> LR_MILESTONES = Key.of(
            "LR_MILESTONES",
            ValueTypes.list(ValueTypes.whole(1, Integer.MAX_VALUE), 0, 1000),
            List.of(),
            "increasing list of steps or epochs at which the learning rate is multiplied by LR_GAMMA",
            "none: Coqui's recipe names 900000 and later, which no fine-tuning reaches");
    static final Key<Double> LR_GAMMA =
            Key.of("LR_GAMMA", ValueTypes.real(1e-6, 1), 0.5, "factor at each milestone", "Coqui's recipe");
    static final Key<Optional<MilestoneUnit>> LR_MILESTONE_UNIT = Key.optional(
            "LR_MILESTONE_UNIT",
            ValueTypes.choice(MilestoneUnit.class),
            "steps; epochs if COMPAT is coqui",
            "unit of LR_MILESTONES: steps, which is what is usually meant, or epochs, the default of Coqui's trainer");

    // Intervals

    static final Key<Integer> EVAL_EVERY = Key.of(
                    "EVAL_EVERY",
                    ValueTypes.whole(1, MILLION),
                    100,
                    "steps between evaluations; the stop rules judge each of them",
                    "about one epoch of 311 clips in batches of three")
            .alsoCalled("run_eval_steps", "eval_steps", "eval_interval");
    static final Key<Integer> SAVE_EVERY = Key.of(
                    "SAVE_EVERY",
                    ValueTypes.whole(1, MILLION),
                    500,
                    "steps between checkpoint_<step>.pth files, from which a run can be resumed",
                    "a full-size checkpoint takes 5.6 GB; at 10 s per step, an interruption loses at most 1.5 hours")
            .alsoCalled("save_step", "save_steps", "checkpoint_interval");
    static final Key<Integer> KEEP_CHECKPOINTS = Key.of(
                    "KEEP_CHECKPOINTS",
                    ValueTypes.whole(1, 1000),
                    1,
                    "how many checkpoint_<step>.pth files to keep; the best model is always kept",
                    "each takes 5.6 GB")
            .alsoCalled("save_n_checkpoints", "save_total_limit");
    static final Key<Integer> PRINT_EVERY = Key.of(
                    "PRINT_EVERY", ValueTypes.whole(1, MILLION), 25, "steps between log entries", "Coqui's default")
            .alsoCalled("print_step", "log_every", "plot_step");

    // Data

    static final Key<Double> EVAL_SPLIT = Key.of(
                    "EVAL_SPLIT",
                    ValueTypes.real(0.001, 0.9),
                    0.05,
                    "fraction of each data set that is held out for evaluation, at least one clip",
                    "Coqui's 0.01 would hold out 3 of 311 clips, too few to decide by; 0.05 holds out 16")
            .alsoCalled("eval_split_size");
    static final Key<Integer> MAX_WAV_LENGTH = Key.of(
            "MAX_WAV_LENGTH",
            ValueTypes.whole(11_025, 22_050 * 60),
            255_995,
            "maximum length of a clip in samples at 22050 Hz; longer clips are skipped and reported",
            "11.6 s, Coqui's recipe");
    static final Key<Integer> MAX_TEXT_LENGTH = Key.of(
            "MAX_TEXT_LENGTH",
            ValueTypes.whole(1, 10_000),
            200,
            "maximum length of a text in tokens; clips with longer texts are skipped and reported",
            "Coqui's recipe");
    static final Key<Integer> MIN_CONDITIONING_LENGTH = Key.of(
            "MIN_CONDITIONING_LENGTH",
            ValueTypes.whole(1024, 22_050 * 60),
            66_150,
            "minimum length of the conditioning crop in samples at 22050 Hz",
            "3 s, as the base model was trained");
    static final Key<Integer> MAX_CONDITIONING_LENGTH = Key.of(
            "MAX_CONDITIONING_LENGTH",
            ValueTypes.whole(1024, 22_050 * 60),
            132_300,
            "maximum length of the conditioning crop in samples at 22050 Hz; shorter crops are padded to it",
            "6 s, as the base model was trained");
    static final Key<Optional<Sampling>> SAMPLING = Key.optional(
            "SAMPLING",
            ValueTypes.choice(Sampling.class),
            "epoch; coqui if COMPAT is coqui",
            "epoch visits every clip once in random order; coqui draws with replacement, every language equally often, which misses"
                    + " about a third of the clips in each epoch");

    static final Key<BrokenClips> BROKEN_CLIPS = Key.of(
            "BROKEN_CLIPS",
            ValueTypes.choice(BrokenClips.class),
            BrokenClips.REFUSE,
            "what to do if the audio file of a clip is missing, empty or unreadable: refuse to start, or leave_out the clip; the"
                    + " report names it in any case",
            "a data set that does not match its metadata is usually a mistake");

    // Test sentences

    static final Key<Optional<Path>> SPEAKER_WAV = Key.optional(
            "SPEAKER_WAV",
            ValueTypes.path(),
            "a clip of the evaluation set",
            "reference clip of test sentences that do not name one");
    static final Key<Optional<Double>> TEMPERATURE = Key.optional(
            "TEMPERATURE",
            ValueTypes.real(0.01, 10),
            "as in the model's config.json",
            "sampling temperature of test sentences");
    static final Key<Optional<Integer>> TOP_K = Key.optional(
            "TOP_K", ValueTypes.whole(1, 100_000), "as in the model's config.json", "top-k of test sentences");
    static final Key<Optional<Double>> TOP_P = Key.optional(
            "TOP_P", ValueTypes.real(0.001, 1), "as in the model's config.json", "top-p (nucleus) of test sentences");
    static final Key<Optional<Double>> REPETITION_PENALTY = Key.optional(
            "REPETITION_PENALTY",
            ValueTypes.real(1, 100),
            "as in the model's config.json",
            "repetition penalty of test sentences");

    // Entries of DATASETS

    static final Key<String> NAME = Key.required(
                    "name", ValueTypes.fileName(), "name of the data set, shown in reports")
            .alsoCalled("dataset_name");
    static final Key<Path> PATH =
            Key.required("path", ValueTypes.path(), "folder of the data set").alsoCalled("root", "dir");
    static final Key<MetadataFormat> FORMAT = Key.of(
                    "format",
                    ValueTypes.choice(MetadataFormat.class),
                    MetadataFormat.LJSPEECH,
                    "ljspeech: id|text|normalized text, audio in wavs/id.wav; coqui: header audio_file|text|speaker_name",
                    "the most common layout")
            .alsoCalled("formatter");
    static final Key<String> METADATA = Key.of(
                    "metadata", ValueTypes.text(), "metadata.csv", "metadata file in the folder", "the usual name")
            .alsoCalled("meta_file_train", "metadata_file");
    static final Key<Optional<String>> EVAL_METADATA = Key.optional(
                    "eval_metadata",
                    ValueTypes.text(),
                    "none: EVAL_SPLIT of the clips",
                    "metadata file of clips that are used for evaluation only")
            .alsoCalled("meta_file_val");
    static final Key<String> LANGUAGE = Key.required("language", ValueTypes.oneOf(LANGUAGES), "language of the clips")
            .alsoCalled("lang");

    // Entries of TEST_SENTENCES

    static final Key<String> TEXT = Key.required("text", ValueTypes.text(), "text to synthesize");
    static final Key<String> SENTENCE_LANGUAGE = Key.required(
                    "language", ValueTypes.oneOf(LANGUAGES), "language of the sentence")
            .alsoCalled("lang");
    static final Key<Optional<Path>> SENTENCE_SPEAKER =
            Key.optional("speaker_wav", ValueTypes.path(), "SPEAKER_WAV", "reference clip of this sentence");

    // Entries of BASELINE and PHASE1

    static final Key<Optional<Double>> MEL_CE =
            Key.optional("mel_ce", ValueTypes.real(0, 100), "not known", "evaluation Mel CE");
    static final Key<Optional<Double>> TEXT_CE = Key.optional(
            "text_ce", ValueTypes.real(0, 10), "not known", "evaluation Text CE as logged, weighted with 0.01");
    static final Key<Optional<Double>> QUALITY =
            Key.optional("quality", ValueTypes.real(0, 10), "not known", "listeners' score, 0 to 10");
    static final Key<Optional<Path>> CHECKPOINT =
            Key.optional("checkpoint", ValueTypes.path(), "none", "weights, to synthesize samples for comparison");

    private ConfigKeys() {}
}
