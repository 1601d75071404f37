package io.sightline.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Dockerfile against what the build leaves for it; nothing here needs an engine. */
class ImageRecipeTest {

    private static final Path RECIPE = Repository.KUBERNETES.resolve("image/Dockerfile");

    /** One source of a COPY line, and where it goes. */
    private record Copy(String source, String target) {}

    @Test
    void isBuiltOnADigestAndRunsAsNobodyInParticular() {
        String text = Repository.text(RECIPE);

        assertThat(text).startsWith("#").contains("ARG FLINK_IMAGE\nFROM ${FLINK_IMAGE}\n");
        assertThat(text).contains("*@sha256:" + "?".repeat(64) + ") ;;");
        assertThat(Repository.matches(RECIPE, "(?m)^USER (\\S+)$")).last().isEqualTo("9999:9999");
        assertThat(text).contains("HEALTHCHECK");
    }

    @Test
    void isOfTheFlinkThatTheJobIsBuiltWith() {
        String version =
                Repository.match(
                        Repository.ROOT.resolve("pom.xml"), "<flink.version>(.*)</flink.version>");

        assertThat(Repository.match(RECIPE, "ARG FLINK_VERSION=(\\S+)")).isEqualTo(version);
    }

    @Test
    void copiesExactlyOneFileForEachName() {
        BuiltJob.orSkip();

        for (Copy copy : copies()) {
            List<Path> files = BuiltJob.matching(copy.source());
            assertThat(files).as(copy.source()).isNotEmpty();
            if (!copy.target().endsWith("/")) {
                assertThat(files).as(copy.source()).hasSize(1);
            }
        }
    }

    @Test
    void bringsTheNativesOfThePlatformAndWhatTheReadmeOfTheJobLists() {
        BuiltJob.orSkip();

        List<String> inLib = new ArrayList<>();
        for (Copy copy : copies()) {
            if (copy.target().equals("/opt/flink/lib/")) {
                BuiltJob.matching(copy.source())
                        .forEach(file -> inLib.add(file.getFileName().toString()));
            }
        }

        assertThat(inLib)
                .anyMatch(name -> name.matches("javacpp-[\\d.]+\\.jar"))
                .anyMatch(name -> name.matches("javacpp-[\\d.]+-linux-x86_64\\.jar"))
                .anyMatch(name -> name.matches("ffmpeg-[\\d.-]+\\.jar"))
                .anyMatch(name -> name.matches("ffmpeg-[\\d.-]+-linux-x86_64\\.jar"))
                .anyMatch(name -> name.matches("onnxruntime-[\\d.]+\\.jar"))
                .anyMatch(name -> name.matches("hadoop-client-api-[\\d.]+\\.jar"))
                .anyMatch(name -> name.matches("hadoop-client-runtime-[\\d.]+\\.jar"))
                .anyMatch(name -> name.matches("flink-connector-base-[\\d.]+\\.jar"));
    }

    @Test
    void leavesNativeCodeOutOfTheJarOfTheJob() throws Exception {
        BuiltJob.orSkip();

        Path jar = BuiltJob.matching("sightline-job-*-cluster.jar").get(0);
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            assertThat(zip.stream().map(entry -> entry.getName()))
                    .contains("io/sightline/cli/Sightline.class")
                    .noneMatch(name -> name.endsWith(".so"))
                    .noneMatch(name -> name.startsWith("org/bytedeco/"))
                    .noneMatch(name -> name.startsWith("ai/onnxruntime/"));
        }
    }

    /** What the last RUN line of the recipe does in the image. */
    @Test
    void theCommandLineStartsWithTheClassesOfTheImage() throws Exception {
        BuiltJob.orSkip();
        assertThat(Repository.text(RECIPE)).contains("io.sightline.cli.Sightline detectors");

        BuiltJob.Run run = BuiltJob.sightline("detectors");

        assertThat(run.status()).as(run.text()).isZero();
    }

    @Test
    void theMlTierNamesDetectorsThatThereAre() throws Exception {
        BuiltJob.orSkip();
        Path overlay = Repository.KUBERNETES.resolve("overlays/ml-tier/kustomization.yaml");
        String list = Repository.match(overlay, "\"--detectors=([a-z._,]+)\"");

        String installed = BuiltJob.sightline("detectors").text();

        for (String id : list.split(",", -1)) {
            assertThat(installed).containsPattern("(?m)^\\s*" + id.replace(".", "\\.") + "\\s");
        }
    }

    @Test
    void registryAndPolicyOfTheBaseAreReadAsTheJobReadsThem() throws Exception {
        BuiltJob.orSkip();
        Path base = Repository.KUBERNETES.resolve("base");

        BuiltJob.Run run =
                BuiltJob.sightline(
                        "streams",
                        "list",
                        "--registry",
                        base.resolve("streams.yaml").toString(),
                        "--policy-file",
                        base.resolve("policy.yaml").toString());

        assertThat(run.status()).as(run.text()).isZero();
    }

    @Test
    void targetsOfTheSecondJobAreReadAsTheJobReadsThem(@TempDir Path secrets) throws Exception {
        BuiltJob.orSkip();
        String mounted = "/opt/sightline/target-secrets";
        Path written = Repository.KUBERNETES.resolve("overlays/notify/notify.yaml");
        for (String name : Repository.matches(written, "file:" + mounted + "/([\\w-]+)}")) {
            Files.writeString(secrets.resolve(name), "a-secret");
        }
        Path config = secrets.resolve("notify.yaml");
        Files.writeString(config, Repository.text(written).replace(mounted, secrets.toString()));

        BuiltJob.Run run = BuiltJob.sightline("notify", "--config", config.toString(), "--check");

        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.text()).contains("duty", "alertmanager").doesNotContain("a-secret");
    }

    private static List<Copy> copies() {
        List<Copy> copies = new ArrayList<>();
        for (String line : Repository.matches(RECIPE, "(?m)^COPY (?:--\\S+ )*(.*)$")) {
            String[] words = line.trim().split("\\s+", -1);
            for (int i = 0; i + 1 < words.length; i++) {
                copies.add(new Copy(words[i], words[words.length - 1]));
            }
        }
        assertThat(copies).isNotEmpty();
        return copies;
    }
}
