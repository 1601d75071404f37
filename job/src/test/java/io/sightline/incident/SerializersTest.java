package io.sightline.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.RenditionId;
import io.sightline.incident.IncidentProgress.Cause;
import io.sightline.incident.IncidentProgress.Due;
import io.sightline.incident.IncidentProgress.Phase;
import io.sightline.policy.Severity;
import io.sightline.state.NewerStateException;
import io.sightline.table.Alert;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

final class SerializersTest {

    private static final IncidentProgress PROGRESS =
            new IncidentProgress(
                    Phase.OPEN,
                    1,
                    2,
                    3,
                    4,
                    5,
                    6,
                    0.5,
                    Severity.MAJOR,
                    7,
                    8,
                    List.of(
                            new Due(
                                    Alert.Event.ESCALATED,
                                    9,
                                    Severity.CRITICAL,
                                    10,
                                    0.25,
                                    Cause.MEDIA)));

    private static final AlertSubject SUBJECT =
            new AlertSubject(
                    "news-7",
                    "black_ratio",
                    "smear",
                    3,
                    new TreeMap<>(Map.of("tier", "gold", "a", "ü")));

    private static final DefectWindow WINDOW =
            new DefectWindow(new RenditionId("1080p"), DefectId.VIDEO_BLACK);

    @Test
    void readsProgressOfVersion1() throws IOException {
        assertStored(
                IncidentProgressSerializer.INSTANCE,
                PROGRESS,
                "01054f50454e0000000000000001000000000000000200000000000000030000"
                        + "000000000004000000000000000500000000000000063fe0000000000000064d"
                        + "414a4f520000000700000008010a455343414c41544544000000090943524954"
                        + "4943414c000000000000000a3fd0000000000000064d45444941");
    }

    @Test
    void readsSubjectsOfVersion2() throws IOException {
        assertStored(
                AlertSubject.Serializer.INSTANCE,
                SUBJECT,
                "02076e6577732d370c626c61636b5f726174696f0000000300000002026102fc"
                        + "01057469657205676f6c64"
                        + "06736d656172");
    }

    @Test
    void readsSubjectsOfVersion1() throws IOException {
        assertThat(
                        read(
                                AlertSubject.Serializer.INSTANCE,
                                "01076e6577732d370c626c61636b5f726174696f0000000300000002026102fc"
                                        + "01057469657205676f6c64"))
                .isEqualTo(new AlertSubject("news-7", "black_ratio", "", 3, SUBJECT.labels()));
    }

    @Test
    void readsWindowsOfVersion1() throws IOException {
        assertStored(
                DefectWindow.Serializer.INSTANCE, WINDOW, "010631303830700c766964656f2e626c61636b");
    }

    @Test
    void refusesBytesOfALaterVersion() {
        assertThatThrownBy(() -> read(DefectWindow.Serializer.INSTANCE, "02"))
                .isInstanceOf(NewerStateException.class)
                .hasMessage(
                        "The state of debounce (windows of defects) was written by a newer release"
                                + " of Sightline: it has version 2, this release reads up to 1. Go"
                                + " on with the release that wrote it or a later one, or restore an"
                                + " older savepoint.");
    }

    @Test
    void takesBackTheirOwnSnapshots() {
        for (TypeSerializer<?> serializer :
                List.of(
                        IncidentProgressSerializer.INSTANCE,
                        AlertSubject.Serializer.INSTANCE,
                        DefectWindow.Serializer.INSTANCE)) {
            assertThat(serializer.snapshotConfiguration().restoreSerializer())
                    .isEqualTo(serializer);
        }
    }

    @Test
    void serialisesAlertsWithoutKryoAndWithTheirGaps() throws IOException {
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.setGenericTypes(false);
        TypeSerializer<Alert> serializer = TypeInformation.of(Alert.class).createSerializer(config);
        Alert open =
                new Alert(
                        "a",
                        "i",
                        Alert.Event.OPENED,
                        "s",
                        "r",
                        "video.black",
                        Severity.MAJOR,
                        1,
                        2,
                        null,
                        3,
                        4,
                        null,
                        0.5,
                        0.25,
                        "ratio",
                        1,
                        null,
                        "m",
                        1,
                        "p",
                        null,
                        "j",
                        Map.of("tier", "gold"));

        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(open, out);

        assertThat(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .isEqualTo(open);
        assertThat(serializer.copy(open)).isEqualTo(open);
    }

    private static <T> void assertStored(TypeSerializer<T> serializer, T value, String stored)
            throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).isEqualTo(stored);
        assertThat(read(serializer, stored)).isEqualTo(value);
    }

    private static <T> T read(TypeSerializer<T> serializer, String stored) throws IOException {
        return serializer.deserialize(new DataInputDeserializer(HexFormat.of().parseHex(stored)));
    }
}
