package hangolo.verify;

import com.fasterxml.jackson.databind.JsonNode;
import hangolo.engine.AdamW;
import hangolo.engine.ParameterSpec;
import hangolo.engine.ParameterStore;
import hangolo.engine.ParameterStore.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** AdamW: the order of the parameters, weights and moments after some steps, and the curve of the losses. */
final class OptimizerGroup implements Group {

    private static final Pattern STEP = Pattern.compile("step(\\d+)(_noise|_exp_avg|_exp_avg_sq)?");
    private static final Pattern CURVE = Pattern.compile("loss_curve_(\\d+)");
    private static final Pattern FIRST_STEPS = Pattern.compile("first (\\d+) steps");
    private static final Pattern FIRST_LIMIT = Pattern.compile("steps tightly \\(atol ([\\d.e-]+)\\)");

    @Override
    public String name() {
        return "optimizer";
    }

    @Override
    public boolean owns(String array) {
        return ReferenceBatch.owns(array, "optim/");
    }

    @Override
    public OptionalDouble rounding(String array) {
        if (array.contains("loss_curve")) {
            return OptionalDouble.of(0.05);
        }
        return OptionalDouble.of(array.contains("_exp_avg") ? 0.5 : 0.05);
    }

    @Override
    public void check(GroupContext context, Checks checks) throws IOException {
        Settings settings = Settings.of(context.folder().extra().path("optimizer_groups"));
        for (ReferenceBatch reference : ReferenceBatch.all(context)) {
            if (!reference.names("optim/").isEmpty()) {
                checks.attempt(reference.path() + "optim", () -> new Run(reference, checks, settings).run());
            }
        }
    }

    /** What the manifest says about the optimizer. */
    record Settings(AdamW adamW, double rate, List<String> decayed, List<String> others) {

        static Settings of(JsonNode groups) throws ReferenceException {
            JsonNode said = groups.path("settings");
            JsonNode betas = said.path("betas");
            if (!said.path("lr").isNumber()
                    || betas.size() != 2
                    || said.path("amsgrad").asBoolean()) {
                throw new ReferenceException(
                        "manifest.json", "extra.optimizer_groups.settings names no lr and betas of AdamW: " + said);
            }
            AdamW adamW = new AdamW(
                    betas.path(0).asDouble(),
                    betas.path(1).asDouble(),
                    said.path("eps").asDouble(),
                    said.path("weight_decay").path(0).asDouble());
            return new Settings(
                    adamW,
                    said.path("lr").asDouble(),
                    names(groups.path("group_0_weight_decay")),
                    names(groups.path("group_1_no_decay")));
        }

        private static List<String> names(JsonNode list) {
            return StreamSupport.stream(list.spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
        }
    }

    /** The steps on one batch. */
    private static final class Run {

        private final ReferenceBatch reference;
        private final Checks checks;
        private final Settings settings;
        private final String folder;

        Run(ReferenceBatch reference, Checks checks, Settings settings) {
            this.reference = reference;
            this.checks = checks;
            this.settings = settings;
            this.folder = reference.path() + "optim/";
        }

        void run() throws IOException {
            GroupContext context = reference.context();
            Optional<ReferenceArray> curve = Optional.empty();
            TreeSet<Integer> stops = new TreeSet<>();
            for (String name : reference.names("optim/")) {
                Matcher step = STEP.matcher(name.substring(folder.length()).split("/")[0]);
                if (step.matches()) {
                    stops.add(Integer.parseInt(step.group(1)));
                } else if (CURVE.matcher(name.substring(folder.length())).matches()) {
                    curve = Optional.of(context.folder().array(name));
                }
            }
            int curveSteps = curve.isPresent() ? curve.get().values().shape()[0] : 0;
            int last = Math.max(curveSteps, stops.isEmpty() ? 0 : stops.last());
            List<float[]> losses = new ArrayList<>();
            try (ReferenceStep step = ReferenceStep.of(reference, context.trainable(Optional.empty()))) {
                order(step.model().parameters());
                for (int number = 1; number <= last; number++) {
                    losses.add(step.gradients().weighted(step.graph().settings()));
                    step.model().parameters().update(settings.adamW(), number, settings.rate());
                    if (stops.contains(number)) {
                        state(step.model().parameters(), number);
                    }
                }
            }
            if (curve.isPresent()) {
                curve(curve.get(), losses.subList(0, curveSteps));
            }
        }

        private void order(ParameterStore store) {
            checks.equal("optimizer group 0", settings.decayed(), names(store, ParameterSpec::decay));
            checks.equal("optimizer group 1", settings.others(), names(store, spec -> !spec.decay()));
            List<String> all = new ArrayList<>(settings.decayed());
            all.addAll(settings.others());
            checks.equal("optimizer order", all, names(store, spec -> true));
        }

        private static List<String> names(ParameterStore store, Predicate<ParameterSpec> which) {
            return store.specs().stream().filter(which).map(ParameterSpec::name).toList();
        }

        private void state(ParameterStore store, int number) {
            compare(store, "step" + number + "_exp_avg/", Role.FIRST_MOMENT);
            compare(store, "step" + number + "_exp_avg_sq/", Role.SECOND_MOMENT);
            RoundingNoise noise = new RoundingNoise(reference, checks, "optim/step" + number + "_noise/");
            String weights = "optim/step" + number + "/";
            for (String name : reference.names(weights)) {
                String parameter = name.substring((reference.path() + weights).length());
                checks.attempt(name, () -> {
                    float[] found = store.values(parameter, Role.WEIGHT);
                    checks.floatsBut(name, noise.of(parameter, found.length), () -> found);
                });
            }
            noise.claimRest();
        }

        private void compare(ParameterStore store, String part, Role role) {
            for (String name : reference.names("optim/" + part)) {
                checks.floats(name, () -> store.values(name.substring((folder + part).length()), role));
            }
        }

        private void curve(ReferenceArray array, List<float[]> losses) throws IOException {
            float[] found = new float[losses.stream().mapToInt(l -> l.length).sum()];
            for (int i = 0; i < losses.size(); i++) {
                System.arraycopy(losses.get(i), 0, found, i * losses.get(i).length, losses.get(i).length);
            }
            checks.floats(array.name(), () -> found);
            if (array.said(FIRST_LIMIT).isPresent()) {
                int tight = (int) array.number(FIRST_STEPS) * 3;
                checks.within(
                        array.name(),
                        "first steps",
                        new Tolerance(array.number(FIRST_LIMIT), 0),
                        Values.of(Arrays.copyOf(array.values().floats(), tight)),
                        Values.of(Arrays.copyOf(found, tight)));
            }
        }
    }
}
