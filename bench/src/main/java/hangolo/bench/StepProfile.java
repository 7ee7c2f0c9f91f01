package hangolo.bench;

import java.util.Locale;

/** Profiles a full-size step of this engine: docs/performance.md. */
public final class StepProfile {

    private StepProfile() {}

    /**
     * Prints the share of each place.
     *
     * @param arguments variant, steps
     */
    public static void main(String[] arguments) {
        Variant variant = Variant.of(arguments[0]);
        int steps = Integer.parseInt(arguments[1]);
        try (Step step = variant.steps().make(Sizes.FULL, Runtime.getRuntime().availableProcessors())) {
            step.run(1);
            step.run(2);
            StackSampler sampler = new StackSampler();
            try (sampler) {
                for (int number = 3; number < 3 + steps; number++) {
                    Step.Seconds seconds = step.run(number);
                    System.err.printf(
                            Locale.ROOT,
                            "forward %.2f s, backward %.2f s, AdamW %.2f s%n",
                            seconds.forward(),
                            seconds.backward(),
                            seconds.update());
                }
            }
        }
    }
}
