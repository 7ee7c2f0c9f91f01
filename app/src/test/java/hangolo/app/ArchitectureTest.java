package hangolo.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.PackageMatcher;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** The dependencies between modules and packages, and the packages that may use a library. */
@AnalyzeClasses(
        packages = "hangolo",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

    /** In a whole build, the tests of other modules are jars. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    /** All packages that the rules name. */
    private static final Set<String> NAMED = new TreeSet<>();

    private static String[] packages(String... names) {
        NAMED.addAll(List.of(names));
        return names;
    }

    /** Of this program, the classes of a package depend only on themselves and on the allowed packages. */
    private static ArchRule only(String from, String... allowed) {
        String[] known =
                packages(Stream.concat(Stream.of(from), Stream.of(allowed)).toArray(String[]::new));
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat(resideInAPackage("hangolo..").and(not(resideInAnyPackage(known))));
    }

    @ArchTest
    static final ArchRule baseKnowsNoModule = only("hangolo.base..");

    @ArchTest
    static final ArchRule engineKnowsBase = only("hangolo.engine..", "hangolo.base..");

    @ArchTest
    static final ArchRule audioKnowsBase = only("hangolo.audio..", "hangolo.base..");

    @ArchTest
    static final ArchRule rulesKnowBase = only("hangolo.rules..", "hangolo.base..");

    @ArchTest
    static final ArchRule modelsKnowEngineAndAudio =
            only("hangolo.models..", "hangolo.engine..", "hangolo.audio..", "hangolo.base..");

    @ArchTest
    static final ArchRule verifyKnowsModels =
            only("hangolo.verify..", "hangolo.models..", "hangolo.engine..", "hangolo.audio..", "hangolo.base..");

    /** The record of a run is read without the code that writes it. */
    @ArchTest
    static final ArchRule recordKnowsNoOtherPackageOfApp =
            only("hangolo.app.record..", "hangolo.rules.facts..", "hangolo.base..");

    /** It has to run where no ND4J is. */
    @ArchTest
    static final ArchRule cudaNeedsNoNd4j = noClasses()
            .that()
            .resideInAnyPackage(packages("hangolo.engine.cuda.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages(
                    "org.nd4j..", "hangolo.engine.cpu..", "hangolo.engine.samediff..", "org.bytedeco.openblas.."));

    /** A backend does not know the others; only the choice of one knows all. */
    @ArchTest
    static final ArchRule backendsAreChosenFromOutside = noClasses()
            .that()
            .resideInAnyPackage(packages(
                    "hangolo.engine",
                    "hangolo.engine.train..",
                    "hangolo.engine.cpu..",
                    "hangolo.engine.cuda..",
                    "hangolo.engine.samediff.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("hangolo.engine.select.."));

    @ArchTest
    static final ArchRule onlyRulesKnowDrools = noClasses()
            .that()
            .resideOutsideOfPackages(packages("hangolo.rules.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("org.drools..", "org.kie.."));

    @ArchTest
    static final ArchRule onlyAudioKnowsTarsos = noClasses()
            .that()
            .resideOutsideOfPackages(packages("hangolo.audio.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("be.tarsos.."));

    @ArchTest
    static final ArchRule onlyEngineKnowsNativeMathematics = noClasses()
            .that()
            .resideOutsideOfPackages(packages("hangolo.engine.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("org.nd4j..", "org.bytedeco.."));

    @ArchTest
    static final ArchRule onlySameDiffKnowsNd4j = noClasses()
            .that()
            .resideOutsideOfPackages(packages("hangolo.engine.samediff.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("org.nd4j.."));

    @ArchTest
    static final ArchRule theCoreOfTheEngineKnowsNoBackend = noClasses()
            .that()
            .resideInAnyPackage(packages("hangolo.engine", "hangolo.engine.tape..", "hangolo.engine.train.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages(
                    "org.nd4j..",
                    "org.bytedeco..",
                    "hangolo.engine.cpu..",
                    "hangolo.engine.cuda..",
                    "hangolo.engine.samediff.."));

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackages(packages("hangolo.app.cli.."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages("picocli.."));

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackages(packages("hangolo.app.cli.."))
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule chanceComesFromTheSeed = noClasses()
            .that()
            .resideInAnyPackage(packages(
                    "hangolo.base..", "hangolo.engine..", "hangolo.models..", "hangolo.audio..", "hangolo.verify.."))
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocalRandom.class);

    @ArchTest
    static final ArchRule timeComesFromTheCaller = noClasses()
            .that()
            .resideInAnyPackage(packages(
                    "hangolo.base..", "hangolo.engine..", "hangolo.models..", "hangolo.audio..", "hangolo.verify.."))
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule nothingIsDeserialised =
            noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

    /** Readers of weight files, audio files and vocabularies cannot execute code. */
    @ArchTest
    static final ArchRule readersCannotRunAnything = noClasses()
            .that()
            .resideInAnyPackage(packages("hangolo.models..", "hangolo.audio..", "hangolo.verify.."))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Runtime.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ClassLoader.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.lang.reflect..", "javax.script..")
            .orShould()
            .callMethod(Class.class, "forName", String.class);

    @ArchTest
    static final ArchRule noCyclesBetweenPackages =
            slices().matching("hangolo.(**)").should().beFreeOfCycles();

    /** A rule about a package that is renamed or removed would hold for ever. A library must be used by someone. */
    @ArchTest
    static void everyNamedPackageExists(JavaClasses classes) {
        List<String> missing = NAMED.stream()
                .filter(name -> {
                    PackageMatcher matcher = PackageMatcher.of(name);
                    return name.startsWith("hangolo")
                            ? classes.stream().noneMatch(type -> matcher.matches(type.getPackageName()))
                            : classes.stream()
                                    .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                                    .noneMatch(uses -> matcher.matches(
                                            uses.getTargetClass().getPackageName()));
                })
                .toList();
        assertEquals(List.of(), missing, "no class is in, or uses, these packages");
    }
}
