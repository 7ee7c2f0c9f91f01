package hangolo.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The arrows between the modules, and who may know which library. */
@AnalyzeClasses(
        packages = "hangolo",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

    /** The tests of another module that this one borrows from are a jar in a whole build. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    /** It has to run where no ND4J is. */
    @ArchTest
    static final ArchRule cudaNeedsNoNd4j = noClasses()
            .that()
            .resideInAPackage("hangolo.engine.cuda..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.nd4j..", "hangolo.engine.cpu..", "hangolo.engine.samediff..", "org.bytedeco.openblas..");

    @ArchTest
    static final ArchRule engineKnowsNoModule = noClasses()
            .that()
            .resideInAPackage("hangolo.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hangolo.audio..", "hangolo.rules..", "hangolo.models..", "hangolo.verify..", "hangolo.app..");

    @ArchTest
    static final ArchRule audioKnowsNoModule = noClasses()
            .that()
            .resideInAPackage("hangolo.audio..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hangolo.engine..", "hangolo.rules..", "hangolo.models..", "hangolo.verify..", "hangolo.app..");

    @ArchTest
    static final ArchRule rulesKnowNoModule = noClasses()
            .that()
            .resideInAPackage("hangolo.rules..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "hangolo.engine..", "hangolo.audio..", "hangolo.models..", "hangolo.verify..", "hangolo.app..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule modelsKnowEngineAndAudioOnly = noClasses()
            .that()
            .resideInAPackage("hangolo.models..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hangolo.rules..", "hangolo.verify..", "hangolo.app..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule verifyKnowsModelsEngineAndAudioOnly = noClasses()
            .that()
            .resideInAPackage("hangolo.verify..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hangolo.rules..", "hangolo.app..");

    @ArchTest
    static final ArchRule onlyRulesKnowDrools = noClasses()
            .that()
            .resideOutsideOfPackage("hangolo.rules..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.drools..", "org.kie..");

    @ArchTest
    static final ArchRule onlyAudioKnowsTarsos = noClasses()
            .that()
            .resideOutsideOfPackage("hangolo.audio..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("be.tarsos..");

    @ArchTest
    static final ArchRule onlyEngineKnowsNativeMathematics = noClasses()
            .that()
            .resideOutsideOfPackage("hangolo.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.nd4j..", "org.bytedeco..");

    @ArchTest
    static final ArchRule theCoreOfTheEngineRunsWithoutNd4j = noClasses()
            .that()
            .resideInAnyPackage("hangolo.engine", "hangolo.engine.train")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.nd4j..",
                    "org.bytedeco..",
                    "hangolo.engine.cpu..",
                    "hangolo.engine.cuda..",
                    "hangolo.engine.samediff..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage("hangolo.app.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackages("hangolo.app.cli..", "hangolo.app.progress..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule chanceComesFromTheSeed = noClasses()
            .that()
            .resideInAnyPackage("hangolo.engine..", "hangolo.models..", "hangolo.audio..", "hangolo.verify..")
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
            .resideInAnyPackage("hangolo.engine..", "hangolo.models..", "hangolo.audio..", "hangolo.verify..")
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

    /** Whatever a weight file, a sound or a vocabulary asks for: there is no way from its reader to code. */
    @ArchTest
    static final ArchRule readersCannotRunAnything = noClasses()
            .that()
            .resideInAnyPackage("hangolo.models..", "hangolo.audio..", "hangolo.verify..")
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
}
