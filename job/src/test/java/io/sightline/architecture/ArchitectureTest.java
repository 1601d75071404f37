package io.sightline.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The import rules that keep each part replaceable. */
@AnalyzeClasses(packages = "io.sightline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ONLY_THE_FFMPEG_PACKAGE_SEES_NATIVE_POINTERS =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.sightline.media.ffmpeg..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule DETECTORS_KNOW_NO_ENGINE =
            noClasses()
                    .that()
                    .resideInAPackage("io.sightline.detector..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.flink..", "org.slf4j..");

    @ArchTest
    static final ArchRule JUDGING_AGAIN_KNOWS_NO_ENGINE_AND_READS_NOTHING_BY_ITSELF =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.sightline.policy..", "io.sightline.rejudge..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache..",
                            "org.slf4j..",
                            "java.nio.file..",
                            "io.sightline.sink..",
                            "io.sightline.cli..");

    @ArchTest
    static final ArchRule THE_COMMAND_LINE_TALKS_TO_THE_JOB_AND_NOT_TO_OPERATORS =
            noClasses()
                    .that()
                    .resideInAPackage("io.sightline.cli..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.sightline.decode..",
                            "io.sightline.incident..",
                            "io.sightline.source.reader..",
                            "io.sightline.source.ingest..");

    @ArchTest
    static final ArchRule MEDIA_KNOWS_NO_ENGINE =
            noClasses()
                    .that()
                    .resideInAPackage("io.sightline.media..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.flink..", "io.sightline.flow..");

    @ArchTest
    static final ArchRule THE_CHECK_OF_RECORDS_READS_NOTHING_BY_ITSELF =
            noClasses()
                    .that()
                    .resideInAPackage("io.sightline.verify..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache..",
                            "picocli..",
                            "java.nio.file..",
                            "io.sightline.cli..",
                            "io.sightline.sink..");

    @ArchTest
    static final ArchRule STEPS_DEPEND_IN_ONE_DIRECTION =
            slices().matching("io.sightline.(*)..").should().beFreeOfCycles();
}
