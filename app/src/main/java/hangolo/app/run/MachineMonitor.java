package hangolo.app.run;

import hangolo.app.preflight.Machine;
import hangolo.rules.facts.MachineState;
import java.io.IOException;
import java.util.OptionalDouble;

/**
 * What the rules are told about the machine.
 *
 * @param folder the run folder, on the disk that matters
 * @param preflight what preflight found
 * @param gpu the utilization of the GPU
 */
record MachineMonitor(RunFolder folder, MachineState preflight, GpuMonitor gpu) {

    /** What preflight found, with the free disk space now and the GPU utilization since the last call. */
    MachineState now() throws IOException {
        Machine machine = Machine.here(folder.path()).withOwnFiles(folder.weightsGb());
        MachineState state = preflight.withDisk(machine.freeDiskGb(), preflight.neededDiskGb());
        OptionalDouble utilization = gpu.takeMean();
        return utilization.isPresent() ? state.withGpuUse(utilization.getAsDouble()) : state;
    }
}
