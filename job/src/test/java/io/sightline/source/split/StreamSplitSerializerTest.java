package io.sightline.source.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import io.sightline.flow.DecodeMode;
import io.sightline.flow.EvidenceMode;
import io.sightline.flow.Examination;
import io.sightline.flow.Expected;
import io.sightline.flow.Priority;
import io.sightline.source.enumerator.EnumeratorState;
import io.sightline.source.enumerator.EnumeratorStateSerializer;
import io.sightline.source.enumerator.PlacedStream;
import io.sightline.source.enumerator.StreamEntry;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.state.NewerStateException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamSplitSerializerTest {

    private static StreamEntry entry(
            boolean captions, EvidenceMode evidence, @Nullable StreamId reference) {
        return new StreamEntry(
                new StreamId("news-7"),
                new StreamInput(
                        "https://example.org/news.m3u8",
                        StreamInput.Renditions.LISTED,
                        List.of("720p", "360p"),
                        Map.of("Authorization", "Bearer s3cret"),
                        /* program= */ 4),
                new Examination(
                        List.of("black"),
                        "strict",
                        DecodeMode.AUTO,
                        Priority.HIGH,
                        new Expected(true, captions, "h264", 1920, null, 29.97, null, 6),
                        evidence,
                        reference),
                Map.of("site", "north", "tier", "1"),
                /* enabled= */ true);
    }

    private static StreamSplit split(boolean captions, EvidenceMode evidence) {
        return split(captions, evidence, /* reference= */ null);
    }

    private static StreamSplit split(
            boolean captions, EvidenceMode evidence, @Nullable StreamId reference) {
        return new StreamSplit(
                entry(captions, evidence, reference),
                new RenditionId("720p"),
                "news-7#3",
                new Position(
                        812,
                        34,
                        811,
                        2,
                        new TimelineState(
                                true,
                                "announced",
                                -5_000,
                                90_000,
                                4_000_000,
                                8_589_934_592L,
                                1_700_000_000_000_000L,
                                6_000_000,
                                List.of(new TrackMark(0, 1, 2), new TrackMark(1, 3, 4)),
                                "|0 1/90000 h264"),
                        5_000_000,
                        1_700_000_000_000_000L));
    }

    private static EnumeratorState state(boolean captions, EvidenceMode evidence) {
        return state(captions, evidence, /* reference= */ null);
    }

    private static EnumeratorState state(
            boolean captions, EvidenceMode evidence, @Nullable StreamId reference) {
        return new EnumeratorState(
                List.of(
                        new PlacedStream(
                                entry(captions, evidence, reference),
                                "news-7#3",
                                List.of("720p", "360p"),
                                true)),
                List.of(split(captions, evidence, reference)));
    }

    private static final StreamId NEWS = new StreamId("news");

    /** Written by version 1; never changes. */
    private static final String SPLIT_V1 =
            "00066e6577732d37001d68747470733a2f2f6578616d706c652e6f72672f6e6577732e6d"
                    + "33753800064c49535445440000000200043732307000043336307000000001000d417574"
                    + "686f72697a6174696f6e000d426561726572207333637265740000000400000001000562"
                    + "6c61636b000673747269637400044155544f000448494748010100046832363401000007"
                    + "800001403df851eb851eb80001000000060000000200047369746500056e6f7274680004"
                    + "746965720001310100043732307000086e6577732d372333000000000000032c00000000"
                    + "00000022000000000000032b0000000000000002010009616e6e6f756e636564ffffffff"
                    + "ffffec780000000000015f9000000000003d0900000000020000000000060a24181e4000"
                    + "00000000005b8d8000000002000000000000000000000001000000000000000200000001"
                    + "00000000000000030000000000000004000f7c3020312f39303030302068323634000000"
                    + "00004c4b4000060a24181e4000";

    /** Written by version 1; never changes. */
    private static final String STATE_V1 =
            "0000000100066e6577732d37001d68747470733a2f2f6578616d706c652e6f72672f6e65"
                    + "77732e6d33753800064c4953544544000000020004373230700004333630700000000100"
                    + "0d417574686f72697a6174696f6e000d4265617265722073336372657400000004000000"
                    + "010005626c61636b000673747269637400044155544f0004484947480101000468323634"
                    + "01000007800001403df851eb851eb80001000000060000000200047369746500056e6f72"
                    + "74680004746965720001310100086e6577732d3723330000000200043732307000043336"
                    + "30700100000001000000010000017500066e6577732d37001d68747470733a2f2f657861"
                    + "6d706c652e6f72672f6e6577732e6d33753800064c495354454400000002000437323070"
                    + "00043336307000000001000d417574686f72697a6174696f6e000d426561726572207333"
                    + "6372657400000004000000010005626c61636b000673747269637400044155544f000448"
                    + "494748010100046832363401000007800001403df851eb851eb800010000000600000002"
                    + "00047369746500056e6f7274680004746965720001310100043732307000086e6577732d"
                    + "372333000000000000032c0000000000000022000000000000032b000000000000000201"
                    + "0009616e6e6f756e636564ffffffffffffec780000000000015f9000000000003d090000"
                    + "0000020000000000060a24181e400000000000005b8d8000000002000000000000000000"
                    + "00000100000000000000020000000100000000000000030000000000000004000f7c3020"
                    + "312f3930303030206832363400000000004c4b4000060a24181e4000";

    /** Written by version 2; never changes. */
    private static final String SPLIT_V2 =
            "00066e6577732d37001d68747470733a2f2f6578616d706c652e6f72672f6e6577732e6d"
                    + "33753800064c49535445440000000200043732307000043336307000000001000d417574"
                    + "686f72697a6174696f6e000d426561726572207333637265740000000400000001000562"
                    + "6c61636b000673747269637400044155544f000448494748010101000468323634010000"
                    + "07800001403df851eb851eb80001000000060000000200047369746500056e6f72746800"
                    + "04746965720001310100043732307000086e6577732d372333000000000000032c000000"
                    + "0000000022000000000000032b0000000000000002010009616e6e6f756e636564ffffff"
                    + "ffffffec780000000000015f9000000000003d0900000000020000000000060a24181e40"
                    + "0000000000005b8d80000000020000000000000000000000010000000000000002000000"
                    + "0100000000000000030000000000000004000f7c3020312f393030303020683236340000"
                    + "0000004c4b4000060a24181e4000";

    /** Written by version 2; never changes. */
    private static final String STATE_V2 =
            "0000000100066e6577732d37001d68747470733a2f2f6578616d706c652e6f72672f6e65"
                    + "77732e6d33753800064c4953544544000000020004373230700004333630700000000100"
                    + "0d417574686f72697a6174696f6e000d4265617265722073336372657400000004000000"
                    + "010005626c61636b000673747269637400044155544f0004484947480101010004683236"
                    + "3401000007800001403df851eb851eb80001000000060000000200047369746500056e6f"
                    + "7274680004746965720001310100086e6577732d37233300000002000437323070000433"
                    + "3630700100000002000000010000017600066e6577732d37001d68747470733a2f2f6578"
                    + "616d706c652e6f72672f6e6577732e6d33753800064c4953544544000000020004373230"
                    + "7000043336307000000001000d417574686f72697a6174696f6e000d4265617265722073"
                    + "336372657400000004000000010005626c61636b000673747269637400044155544f0004"
                    + "4849474801010100046832363401000007800001403df851eb851eb80001000000060000"
                    + "000200047369746500056e6f7274680004746965720001310100043732307000086e6577"
                    + "732d372333000000000000032c0000000000000022000000000000032b00000000000000"
                    + "02010009616e6e6f756e636564ffffffffffffec780000000000015f9000000000003d09"
                    + "00000000020000000000060a24181e400000000000005b8d800000000200000000000000"
                    + "000000000100000000000000020000000100000000000000030000000000000004000f7c"
                    + "3020312f3930303030206832363400000000004c4b4000060a24181e4000";

    /** Written by version 3, which begins with state version 1; never changes. */
    private static final String STATE_V3 = "00000001" + STATE_V2;

    /** Written by version 3; never changes. */
    private static final String SPLIT_V3 =
            "00066e6577732d37001d68747470733a2f2f6578616d706c652e6f72672f6e6577732e6d"
                    + "33753800064c49535445440000000200043732307000043336307000000001000d417574"
                    + "686f72697a6174696f6e000d426561726572207333637265740000000400000001000562"
                    + "6c61636b000673747269637400044155544f000448494748010101000468323634010000"
                    + "07800001403df851eb851eb800010000000600054e455645520000000200047369746500"
                    + "056e6f7274680004746965720001310100043732307000086e6577732d37233300000000"
                    + "0000032c0000000000000022000000000000032b0000000000000002010009616e6e6f75"
                    + "6e636564ffffffffffffec780000000000015f9000000000003d09000000000200000000"
                    + "00060a24181e400000000000005b8d800000000200000000000000000000000100000000"
                    + "000000020000000100000000000000030000000000000004000f7c3020312f3930303030"
                    + "206832363400000000004c4b4000060a24181e4000";

    /** Written by version 4; never changes. */
    private static final String STATE_V4 =
            "000000010000000100066e6577732d37001d68747470733a2f2f6578616d706c652e6f72"
                    + "672f6e6577732e6d33753800064c49535445440000000200043732307000043336307000"
                    + "000001000d417574686f72697a6174696f6e000d42656172657220733363726574000000"
                    + "04000000010005626c61636b000673747269637400044155544f00044849474801010100"
                    + "046832363401000007800001403df851eb851eb800010000000600054e45564552000000"
                    + "0200047369746500056e6f7274680004746965720001310100086e6577732d3723330000"
                    + "00020004373230700004333630700100000003000000010000017d00066e6577732d3700"
                    + "1d68747470733a2f2f6578616d706c652e6f72672f6e6577732e6d33753800064c495354"
                    + "45440000000200043732307000043336307000000001000d417574686f72697a6174696f"
                    + "6e000d4265617265722073336372657400000004000000010005626c61636b0006737472"
                    + "69637400044155544f00044849474801010100046832363401000007800001403df851eb"
                    + "851eb800010000000600054e455645520000000200047369746500056e6f727468000474"
                    + "6965720001310100043732307000086e6577732d372333000000000000032c0000000000"
                    + "000022000000000000032b0000000000000002010009616e6e6f756e636564ffffffffff"
                    + "ffec780000000000015f9000000000003d0900000000020000000000060a24181e400000"
                    + "000000005b8d800000000200000000000000000000000100000000000000020000000100"
                    + "000000000000030000000000000004000f7c3020312f3930303030206832363400000000"
                    + "004c4b4000060a24181e4000";

    /** Written by version 4; never changes. */
    private static final String SPLIT_V4 =
            "00066e6577732d37001d68747470733a2f2f6578616d706c652e6f72672f6e6577732e6d"
                    + "33753800064c49535445440000000200043732307000043336307000000001000d417574"
                    + "686f72697a6174696f6e000d426561726572207333637265740000000400000001000562"
                    + "6c61636b000673747269637400044155544f000448494748010101000468323634010000"
                    + "07800001403df851eb851eb800010000000600054e455645520100046e65777300000002"
                    + "00047369746500056e6f7274680004746965720001310100043732307000086e6577732d"
                    + "372333000000000000032c0000000000000022000000000000032b000000000000000201"
                    + "0009616e6e6f756e636564ffffffffffffec780000000000015f9000000000003d090000"
                    + "0000020000000000060a24181e400000000000005b8d8000000002000000000000000000"
                    + "00000100000000000000020000000100000000000000030000000000000004000f7c3020"
                    + "312f3930303030206832363400000000004c4b4000060a24181e4000";

    /** Written by version 5; never changes. */
    private static final String STATE_V5 =
            "000000010000000100066e6577732d37001d68747470733a2f2f6578616d706c652e6f72"
                    + "672f6e6577732e6d33753800064c49535445440000000200043732307000043336307000"
                    + "000001000d417574686f72697a6174696f6e000d42656172657220733363726574000000"
                    + "04000000010005626c61636b000673747269637400044155544f00044849474801010100"
                    + "046832363401000007800001403df851eb851eb800010000000600054e45564552010004"
                    + "6e6577730000000200047369746500056e6f7274680004746965720001310100086e6577"
                    + "732d37233300000002000437323070000433363070010000000400000001000001840006"
                    + "6e6577732d37001d68747470733a2f2f6578616d706c652e6f72672f6e6577732e6d3375"
                    + "3800064c49535445440000000200043732307000043336307000000001000d417574686f"
                    + "72697a6174696f6e000d4265617265722073336372657400000004000000010005626c61"
                    + "636b000673747269637400044155544f0004484947480101010004683236340100000780"
                    + "0001403df851eb851eb800010000000600054e455645520100046e657773000000020004"
                    + "7369746500056e6f7274680004746965720001310100043732307000086e6577732d3723"
                    + "33000000000000032c0000000000000022000000000000032b0000000000000002010009"
                    + "616e6e6f756e636564ffffffffffffec780000000000015f9000000000003d0900000000"
                    + "020000000000060a24181e400000000000005b8d80000000020000000000000000000000"
                    + "0100000000000000020000000100000000000000030000000000000004000f7c3020312f"
                    + "3930303030206832363400000000004c4b4000060a24181e4000";

    private final StreamSplitSerializer splits = new StreamSplitSerializer();
    private final EnumeratorStateSerializer states = new EnumeratorStateSerializer();

    @Test
    void readsSplitsOfEveryVersion() throws IOException {
        assertThat(splits.deserialize(1, HexFormat.of().parseHex(SPLIT_V1)))
                .isEqualTo(split(/* captions= */ false, EvidenceMode.PICTURES));
        assertThat(splits.deserialize(2, HexFormat.of().parseHex(SPLIT_V2)))
                .isEqualTo(split(/* captions= */ true, EvidenceMode.PICTURES));
        assertThat(splits.deserialize(3, HexFormat.of().parseHex(SPLIT_V3)))
                .isEqualTo(split(/* captions= */ true, EvidenceMode.NEVER));
        assertThat(splits.deserialize(4, HexFormat.of().parseHex(SPLIT_V4)))
                .isEqualTo(split(/* captions= */ true, EvidenceMode.NEVER, NEWS));
    }

    @Test
    void readsEnumeratorStateOfEveryVersion() throws IOException {
        assertThat(states.deserialize(1, HexFormat.of().parseHex(STATE_V1)))
                .isEqualTo(state(/* captions= */ false, EvidenceMode.PICTURES));
        assertThat(states.deserialize(2, HexFormat.of().parseHex(STATE_V2)))
                .isEqualTo(state(/* captions= */ true, EvidenceMode.PICTURES));
        assertThat(states.deserialize(3, HexFormat.of().parseHex(STATE_V3)))
                .isEqualTo(state(/* captions= */ true, EvidenceMode.PICTURES));
        assertThat(states.deserialize(4, HexFormat.of().parseHex(STATE_V4)))
                .isEqualTo(state(/* captions= */ true, EvidenceMode.NEVER));
        assertThat(states.deserialize(5, HexFormat.of().parseHex(STATE_V5)))
                .isEqualTo(state(/* captions= */ true, EvidenceMode.NEVER, NEWS));
    }

    @Test
    void writesTheLatestVersion() throws IOException {
        assertThat(splits.getVersion()).isEqualTo(4);
        assertThat(
                        HexFormat.of()
                                .formatHex(
                                        splits.serialize(
                                                split(
                                                        /* captions= */ true,
                                                        EvidenceMode.NEVER,
                                                        NEWS))))
                .isEqualTo(SPLIT_V4);
        assertThat(states.getVersion()).isEqualTo(5);
        assertThat(
                        HexFormat.of()
                                .formatHex(
                                        states.serialize(
                                                state(
                                                        /* captions= */ true,
                                                        EvidenceMode.NEVER,
                                                        NEWS))))
                .isEqualTo(STATE_V5);
    }

    @Test
    void refusesVersionsItDoesNotKnow() {
        for (int version : new int[] {0, 6}) {
            assertThatThrownBy(() -> splits.deserialize(version, new byte[0]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("version " + (version == 0 ? "is 0" : "6"));
            assertThatThrownBy(() -> states.deserialize(version, new byte[0]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("version " + (version == 0 ? "is 0" : "6"));
        }
    }

    @Test
    void refusesASavepointOfANewerStateVersion() {
        byte[] newer = HexFormat.of().parseHex("00000002" + STATE_V2);

        assertThatThrownBy(() -> states.deserialize(3, newer))
                .isInstanceOf(NewerStateException.class)
                .hasMessage(
                        "The state of this savepoint was written by a newer release of Sightline:"
                                + " it has version 2, this release reads up to 1. Go on with the"
                                + " release that wrote it or a later one, or restore an older"
                                + " savepoint.");
    }
}
