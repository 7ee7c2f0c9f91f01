package hangolo.app.cli;

import hangolo.app.config.ConfigException;
import hangolo.app.log.LogException;
import hangolo.app.record.RecordException;
import hangolo.app.run.RunException;
import hangolo.audio.AudioFormatException;
import hangolo.models.data.DataException;
import hangolo.models.text.VocabularyException;
import hangolo.models.weights.WeightFileException;
import hangolo.models.xtts.config.ModelFormatException;
import hangolo.rules.table.RuleBaseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Says in words what went wrong: what, where, and what to do. */
final class ErrorMessages {
    /** Exceptions whose message was written for the user. */
    private static final List<Class<? extends Throwable>> FOR_USERS = List.of(
            ConfigException.class,
            UserError.class,
            RecordException.class,
            LogException.class,
            RunException.class,
            RuleBaseException.class,
            WeightFileException.class,
            ModelFormatException.class,
            VocabularyException.class,
            DataException.class,
            AudioFormatException.class,
            IllegalArgumentException.class,
            IllegalStateException.class);

    private ErrorMessages() {}

    /**
     * @param failure what a command threw
     * @return a sentence or several lines for the user
     */
    static String of(Throwable failure) {
        if (speaks(failure)) {
            return failure.getMessage();
        }
        if (failure instanceof FileSystemException file) {
            return of(file);
        }
        if (failure instanceof FileNotFoundException) {
            return failure.getMessage() + ": there is no such file";
        }
        if (failure instanceof OutOfMemoryError) {
            return "the memory is not enough (" + failure.getMessage() + "). A smaller BATCH_SIZE needs less;"
                    + " HANGOLO_OPTS=-Xmx8g gives Java more";
        }
        if (failure instanceof LinkageError) {
            return "a native library does not run on this machine: " + failure.getMessage()
                    + "\nMaybe the jar was built for another platform: ./mvnw -Pall-platforms package";
        }
        return cause(failure).map(ErrorMessages::of).orElseGet(() -> unexpected(failure));
    }

    private static boolean speaks(Throwable failure) {
        return failure.getMessage() != null && FOR_USERS.stream().anyMatch(type -> type.isInstance(failure));
    }

    private static Optional<Throwable> cause(Throwable failure) {
        boolean wrapper = failure instanceof UncheckedIOException
                || failure instanceof ExecutionException
                || failure.getClass() == RuntimeException.class;
        return wrapper ? Optional.ofNullable(failure.getCause()) : Optional.empty();
    }

    private static String of(FileSystemException failure) {
        String file = failure.getFile();
        if (failure instanceof NoSuchFileException) {
            return file + ": there is no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return file + ": access denied. Check who owns it and its permissions";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return file + ": it exists already. Choose another name, or remove it";
        }
        if (failure instanceof DirectoryNotEmptyException) {
            return file + ": the folder is not empty";
        }
        if (failure instanceof NotDirectoryException) {
            return file + ": this is not a folder";
        }
        return file + ": " + Optional.ofNullable(failure.getReason()).orElse("cannot be read or written");
    }

    private static String unexpected(Throwable failure) {
        if (failure instanceof IOException && failure.getMessage() != null) {
            return failure.getMessage();
        }
        return "unexpected " + failure.getClass().getSimpleName() + ": " + failure.getMessage()
                + "\nThis is a defect of the program. Run the command again with --debug and report what it prints.";
    }
}
