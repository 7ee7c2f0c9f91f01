package hangolo.app.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Lets weights and activations, which live outside the Java heap, use all physical memory. */
final class NativeMemory {
    private static final String MOST_BYTES = "org.bytedeco.javacpp.maxbytes";
    private static final String MOST_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxphysicalbytes";

    private NativeMemory() {}

    /** Must be called before the first tensor is created. JavaCPP's default limit is the size of the Java heap. */
    static void allow() {
        if (System.getProperty(MOST_BYTES) == null
                && ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            System.setProperty(MOST_BYTES, String.valueOf(system.getTotalMemorySize()));
        }
        if (System.getProperty(MOST_PHYSICAL_BYTES) == null) {
            System.setProperty(MOST_PHYSICAL_BYTES, "0");
        }
    }
}
