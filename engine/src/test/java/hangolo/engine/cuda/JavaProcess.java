package hangolo.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another process, which may see other libraries than this one: those that are loaded stay.
 *
 * @param program what it runs
 * @param resources a folder that it finds before the class path of this process
 * @param libraries what it has for {@code LD_LIBRARY_PATH}; empty for none
 */
record JavaProcess(Class<?> program, Optional<Path> resources, Optional<String> libraries) {

    /** What JavaCPP says of bindings of CUDA 12, which are a release older than it is. */
    private static final String REMARK = "Warning: Versions of org.bytedeco:.* do not match.\\R";

    /** Runs it to its good end; hands over what it printed. */
    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        String path = System.getProperty("java.class.path");
        command.add(resources.map(folder -> folder + File.pathSeparator + path).orElse(path));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("LD_LIBRARY_PATH");
        libraries.ifPresent(folders -> builder.environment().put("LD_LIBRARY_PATH", folders));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.replaceAll(REMARK, "");
    }
}
