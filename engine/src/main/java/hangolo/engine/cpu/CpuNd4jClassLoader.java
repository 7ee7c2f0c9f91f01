package hangolo.engine.cpu;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.nd4j.common.config.ND4JClassLoading;

/**
 * Shows ND4J its processor backend alone. A jar may hold nd4j-cuda too, which ND4J would prefer, and this backend needs arrays
 * in the memory of the computer.
 */
final class CpuNd4jClassLoader extends ClassLoader {

    /** Where ND4J looks for backends. */
    static final String SERVICE = "META-INF/services/org.nd4j.linalg.factory.Nd4jBackend";

    CpuNd4jClassLoader(ClassLoader parent) {
        super(parent);
    }

    /** Has an effect until ND4J starts. */
    static void choose() {
        ND4JClassLoading.setNd4jClassloader(new CpuNd4jClassLoader(CpuNd4jClassLoader.class.getClassLoader()));
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.equals(SERVICE)
                ? Collections.enumeration(List.of(CpuNd4jClassLoader.class.getResource("nd4j-backend")))
                : super.getResources(name);
    }
}
