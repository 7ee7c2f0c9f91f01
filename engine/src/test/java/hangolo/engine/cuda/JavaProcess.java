package hangolo.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    /** Runs it to its good end; hands over what it printed on standard output. Warnings of Java and of JavaCPP go elsewhere. */
    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-cp");
        String path = System.getProperty("java.class.path");
        command.add(resources.map(folder -> folder + File.pathSeparator + path).orElse(path));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile(program.getSimpleName(), ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().remove("LD_LIBRARY_PATH");
        libraries.ifPresent(folders -> builder.environment().put("LD_LIBRARY_PATH", folders));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        String warned = Files.readString(errors);
        Files.delete(errors);
        assertEquals(0, code, said + warned);
        return said;
    }
}
