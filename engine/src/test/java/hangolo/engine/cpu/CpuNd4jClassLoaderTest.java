package hangolo.engine.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4jBackend;

/** ND4J beside nd4j-cuda. */
class CpuNd4jClassLoaderTest {

    @Test
    void hidesOtherBackendsOfNd4j(@TempDir Path other) throws IOException {
        Path service = other.resolve(CpuNd4jClassLoader.SERVICE);
        Files.createDirectories(service.getParent());
        Files.writeString(service, "org.nd4j.linalg.jcublas.JCublasBackend\n");
        try (URLClassLoader both =
                new URLClassLoader(new URL[] {other.toUri().toURL()}, getClass().getClassLoader())) {
            assertEquals(2, both.resources(CpuNd4jClassLoader.SERVICE).count());
            assertEquals(
                    List.of("CpuBackend"),
                    ServiceLoader.load(Nd4jBackend.class, new CpuNd4jClassLoader(both)).stream()
                            .map(provider -> provider.type().getSimpleName())
                            .toList());
        }
    }

    @Test
    void theCpuBackendTakesIt() {
        new CpuBackend(1).close();
        assertInstanceOf(CpuNd4jClassLoader.class, ND4JClassLoading.getNd4jClassloader());
    }
}
