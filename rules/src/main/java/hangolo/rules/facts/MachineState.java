package hangolo.rules.facts;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The machine and the files a phase needs. Everything may be unknown.
 *
 * @param phase1Complete the earlier phase has ended and left a best model
 * @param checkpointExists the checkpoint to continue from is there and readable
 * @param configExists the training configuration is there and valid
 * @param gpuAvailable a GPU that the chosen backend can use
 * @param gpuUsePercent use of that GPU while training, 0 to 100
 * @param freeDiskGb free space where the run is written, in GB (10^9 bytes)
 * @param neededDiskGb what the phase will need at its peak, in GB; unknown means the limit "disk needed GB" counts
 */
public record MachineState(
        Optional<Boolean> phase1Complete,
        Optional<Boolean> checkpointExists,
        Optional<Boolean> configExists,
        Optional<Boolean> gpuAvailable,
        OptionalDouble gpuUsePercent,
        OptionalDouble freeDiskGb,
        OptionalDouble neededDiskGb) {

    /** Nothing is known. */
    public static MachineState unknown() {
        Optional<Boolean> none = Optional.empty();
        OptionalDouble noNumber = OptionalDouble.empty();
        return new MachineState(none, none, none, none, noNumber, noNumber, noNumber);
    }

    /** The same machine, knowing whether the files of the earlier phase and the configuration are there. */
    public MachineState withFiles(boolean phase1Complete, boolean checkpointExists, boolean configExists) {
        return new MachineState(
                Optional.of(phase1Complete),
                Optional.of(checkpointExists),
                Optional.of(configExists),
                gpuAvailable,
                gpuUsePercent,
                freeDiskGb,
                neededDiskGb);
    }

    /** The same machine, knowing whether it has a GPU. */
    public MachineState withGpu(boolean available) {
        return new MachineState(
                phase1Complete,
                checkpointExists,
                configExists,
                Optional.of(available),
                gpuUsePercent,
                freeDiskGb,
                neededDiskGb);
    }

    /** The same machine with the use of its GPU in percent. */
    public MachineState withGpuUse(double percent) {
        return new MachineState(
                phase1Complete,
                checkpointExists,
                configExists,
                gpuAvailable,
                OptionalDouble.of(percent),
                freeDiskGb,
                neededDiskGb);
    }

    /** The same machine with the free and the needed disk space in GB. */
    public MachineState withDisk(OptionalDouble freeGb, OptionalDouble neededGb) {
        return new MachineState(
                phase1Complete, checkpointExists, configExists, gpuAvailable, gpuUsePercent, freeGb, neededGb);
    }
}
