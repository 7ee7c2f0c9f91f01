package hangolo.engine.cuda;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where compiled kernels are cached: the user's cache folder by the conventions of the system. */
public final class KernelCache {

    private KernelCache() {}

    /** The folder of this user; it need not exist. */
    public static Path folder() {
        return folder(System.getProperty("os.name"), System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static Path folder(String system, Map<String, String> environment, Path home) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return under(environment, "LOCALAPPDATA", home.resolve("AppData").resolve("Local"));
        }
        return under(environment, "XDG_CACHE_HOME", home.resolve(".cache"));
    }

    private static Path under(Map<String, String> environment, String variable, Path otherwise) {
        String value = environment.getOrDefault(variable, "");
        Path base = value.isBlank() ? otherwise : Path.of(value);
        return base.resolve("hangolo").resolve("kernels");
    }
}
