package io.sightline.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.evidence.EvidenceSettings;
import io.sightline.flow.DecodeMode;
import io.sightline.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SizingTest {

    private static final Path DOCS =
            Path.of(System.getProperty("sightline.root", "..")).resolve("docs");

    @Test
    void figuresAreThoseOfTheBenchmark() throws IOException {
        String page = Files.readString(DOCS.resolve("reference/performance.md"));

        for (Codec codec : Codec.values()) {
            for (Codec.Measured row : codec.measured()) {
                assertThat(page)
                        .contains(
                                String.format(
                                        Locale.ROOT,
                                        "| %dp %s | %.1f | %.1f |",
                                        row.height(),
                                        codec.title(),
                                        row.full(),
                                        row.keyFrames()));
            }
        }
    }

    @Test
    void theGuidesTableIsWhatIsReckoned() throws IOException {
        StringBuilder table = new StringBuilder();
        for (Codec codec : Codec.values()) {
            for (Codec.Measured row : codec.measured()) {
                Workload full = one(codec, row.height(), DecodeMode.FULL);
                Workload auto = one(codec, row.height(), DecodeMode.AUTO);
                table.append(
                        String.format(
                                Locale.ROOT,
                                "| %dp %s | %.3f | %d | %.3f | %d | %.0f |%n",
                                row.height(),
                                codec.title(),
                                full.cores(),
                                ofSlot(full),
                                auto.cores(),
                                ofSlot(auto),
                                TaskManagerMemory.outsideOfRendition(full.decoderMebibytes())));
            }
        }

        assertThat(Files.readString(DOCS.resolve("how-to/size-a-deployment.md")))
                .contains(table.toString());
    }

    private static long ofSlot(Workload rendition) {
        return (long) (Sizing.MOST_BUSY / rendition.cores());
    }

    @ParameterizedTest
    @EnumSource(DecodeMode.class)
    void moreStreamsNeverNeedLess(DecodeMode mode) throws Exception {
        Sizing before = null;
        for (int streams : List.of(1, 7, 10, 33, 100, 333, 1_000)) {
            Sizing sizing = Sizing.of(many(streams, mode), KeptEvidence.NONE, 4);

            assertThat(Sizing.KEY_GROUPS % sizing.slots()).isZero();
            assertThat(sizing.slots()).isEqualTo(4 * sizing.taskManagers());
            assertThat(sizing.usedShare()).isLessThanOrEqualTo(Sizing.MOST_BUSY);
            assertThat(sizing.renditionsOfSlot() * sizing.slots()).isGreaterThanOrEqualTo(streams);
            if (before != null) {
                assertThat(sizing.slots()).isGreaterThanOrEqualTo(before.slots());
                assertThat((long) sizing.taskManagers() * sizing.memory().process())
                        .isGreaterThanOrEqualTo(
                                (long) before.taskManagers() * before.memory().process());
            }
            before = sizing;
        }
    }

    @Test
    void flinkSumsUpTheSame() throws Exception {
        TaskManagerMemory memory =
                Sizing.of(many(1_000, DecodeMode.AUTO), KeptEvidence.NONE, 4).memory();
        Configuration configuration = new Configuration();
        memory.parts().forEach((key, size) -> configuration.setString(key, size + "m"));
        configuration.setString("taskmanager.memory.network.min", memory.network() + "m");
        configuration.setString("taskmanager.memory.jvm-overhead.min", memory.overhead() + "m");
        configuration.setString("taskmanager.memory.process.size", memory.process() + "m");

        TaskExecutorProcessSpec spec =
                TaskExecutorProcessUtils.processSpecFromConfig(configuration);

        assertThat(spec.getTotalProcessMemorySize().getMebiBytes()).isEqualTo(memory.process());
        assertThat(spec.getTaskOffHeapSize().getMebiBytes()).isEqualTo(memory.taskOffHeap());
    }

    @Test
    void aSlotHasRoomForWhatItsQueuesMayHold() throws Exception {
        assertThat(TaskManagerMemory.QUEUES_OF_SLOT)
                .isEqualTo(SourceSettings.DEFAULTS.allQueuesBytes().getMebiBytes());
        assertThat(
                        Sizing.of(one(Codec.H264, 360, DecodeMode.NONE), KeptEvidence.NONE, 1)
                                .memory()
                                .taskOffHeap())
                .isBetween(512, 640);
    }

    @Test
    void aSlotHasRoomForTheEvidenceThatItMayKeep() throws Exception {
        Workload hundred = many(100, DecodeMode.FULL);
        long memory = EvidenceSettings.DEFAULT_MEMORY_BYTES;
        Sizing without = Sizing.of(hundred, KeptEvidence.NONE, 4);
        Sizing with = Sizing.of(hundred, new KeptEvidence(1, memory), 4);
        Sizing ofTwo = Sizing.of(hundred, new KeptEvidence(0.02, memory), 4);

        assertThat(without.evidenceMebibytesOfSlot()).isZero();
        assertThat(with.renditionsOfSlot()).isEqualTo(5);
        assertThat(with.evidenceMebibytesOfSlot()).isEqualTo(5 * 16 + 128);
        assertThat(ofTwo.evidenceMebibytesOfSlot()).isEqualTo(2 * 16 + 128);
        assertThat(with.memory().taskOffHeap() - without.memory().taskOffHeap())
                .isBetween(4 * (5 * 16 + 128), 4 * (5 * 16 + 128 + 35 + 64));
    }

    @Test
    void evidenceOfManyRenditionsIsBounded() throws Exception {
        Workload thousand = many(1_000, DecodeMode.KEYFRAMES);

        assertThat(
                        Sizing.of(thousand, new KeptEvidence(1, 256L << 20), 4)
                                .evidenceMebibytesOfSlot())
                .isBetween(255.9, 256.0);
        assertThat(
                        Sizing.of(many(9, DecodeMode.NONE), new KeptEvidence(1, 256L << 20), 1)
                                .evidenceMebibytesOfSlot())
                .isZero(); // nothing is kept of what is not decoded
    }

    @Test
    void sizesBetweenThoseThatWereMeasuredLieBetween() {
        assertThat(Codec.H264.fullMebibytes(new PictureSize(540))).isBetween(9.7, 20.1);
        assertThat(Codec.H264.fullMebibytes(new PictureSize(1080))).isEqualTo(22.8);
        assertThat(Codec.AV1.fullMebibytes(new PictureSize(540))).isBetween(20.0, 30.0);
        assertThat(Codec.HEVC.fullMebibytes(new PictureSize(4320))).isBetween(437.0, 438.0);
    }

    @Test
    void streamsBeyondOneDeploymentAreTold() {
        assertThatThrownBy(() -> Sizing.of(many(20_000, DecodeMode.FULL), KeptEvidence.NONE, 4))
                .isInstanceOf(Sizing.TooLargeException.class)
                .hasMessageContaining("at most 720")
                .hasMessageContaining("--select");
    }

    private static Workload one(Codec codec, int height, DecodeMode mode) {
        return new Workload(1, List.of(new PictureSize(height)), codec, mode, 30, 0.1);
    }

    private static Workload many(int streams, DecodeMode mode) {
        return new Workload(streams, List.of(PictureSize.FULL_HD), Codec.H264, mode, 30, 0.1);
    }
}
