package io.sightline.source.ingest.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpliceSectionTest {

    /** The examples of ANSI/SCTE 35 2023, clause 14. */
    private static final String TIME_SIGNAL_START =
            "/DA0AAAAAAAA///wBQb+cr0AUAAeAhxDVUVJSAAAjn/PAAGlmbAICAAAAAAsoKGKNAIAmsnRfg==";

    private static final String SPLICE_INSERT =
            "/DAvAAAAAAAA///wFAVIAACPf+/+c2nALv4AUsz1AAAAAAAKAAhDVUVJAAABNWLbowo=";

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    @Test
    void readsTheExamplesOfTheStandard() {
        byte[] signal = bytes(TIME_SIGNAL_START);
        byte[] insert = bytes(SPLICE_INSERT);

        assertThat(SpliceSection.read(signal, signal.length))
                .isEqualTo(new SpliceSection(0x4800008eL, 0x072bd0050L, 0));
        assertThat(SpliceSection.read(insert, insert.length))
                .isEqualTo(new SpliceSection(0x4800008fL, 0x07369c02eL, 0x00052ccf5L));
    }

    @ParameterizedTest
    @CsvSource({"0, 900000", "8589934591, 899999", "1, 900001"})
    void addsTheAdjustmentModuloTheWrap(long adjustment, long expected) {
        byte[] section = insert(900_000, adjustment, /* flags= */ 0x40);

        assertThat(SpliceSection.read(section, section.length).ptsTicks()).isEqualTo(expected);
    }

    @Test
    void knowsImmediateCancelledAndEncryptedOnes() {
        byte[] now = insert(900_000, 7, 0x50);
        byte[] cancelled = insert(900_000, 0, 0x40);
        cancelled[18] |= (byte) 0x80;
        seal(cancelled);
        byte[] encrypted = insert(900_000, 0, 0x40);
        encrypted[4] |= (byte) 0x80;
        seal(encrypted);

        assertThat(SpliceSection.read(now, now.length).ptsTicks())
                .isEqualTo(SpliceSection.IMMEDIATE);
        assertThat(SpliceSection.read(cancelled, cancelled.length)).isNull();
        assertThat(SpliceSection.read(encrypted, encrypted.length)).isNull();
    }

    @Test
    void refusesEveryFlippedBitAndSurvivesGarbageWithARightCrc() {
        for (String example : List.of(TIME_SIGNAL_START, SPLICE_INSERT)) {
            byte[] whole = bytes(example);
            for (int bit = 0; bit < whole.length * 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(SpliceSection.read(flipped, flipped.length)).as("bit %d", bit).isNull();
            }
        }
        long seed = 99;
        Random random = new Random(seed);
        for (int run = 0; run < 50_000; run++) {
            byte[] garbage = new byte[4 + random.nextInt(120)];
            random.nextBytes(garbage);
            garbage[0] = (byte) 0xfc;
            if (garbage.length > 13) {
                garbage[3] = 0;
                garbage[4] &= 0x7f;
                garbage[13] = (byte) (random.nextBoolean() ? 5 : 6);
            }
            seal(garbage);
            SpliceSection read = SpliceSection.read(garbage, garbage.length);
            if (read != null) {
                assertThat(read.ptsTicks()).as("seed %d", seed).isBetween(-1L, (1L << 33) - 1);
            }
        }
    }

    @Test
    void tellsEachSpliceOnceRelativeToTheNewestTimeAcrossTheWrap() {
        SpliceList list = new SpliceList();
        list.pts((1L << 33) - 90_000);
        list.pts((1L << 33) - 180_000); // an earlier picture of the same group
        list.add(new SpliceSection(1, 90_000, 180_000));
        list.add(new SpliceSection(1, 90_000, 180_000));
        list.add(new SpliceSection(2, SpliceSection.IMMEDIATE, 0));

        assertThat(list.take()).containsExactly(2_000_000L, 4_000_000L, 0L);
        list.add(new SpliceSection(1, 90_000, 180_000));
        assertThat(list.take()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ts_scte35", "ts_uhd_hevc_scte35_mid_gop", "ts_pmt_declares_missing_pids"})
    void readsRealStreams(String name) throws IOException {
        Path clip = Path.of(System.getProperty("sightline.media", ""), "odd", name + ".ts");
        Assumptions.assumeTrue(Files.exists(clip));
        TransportMeter meter =
                new TransportMeter(TableRepetition.NOT_REQUIRED, TransportMeter.PID_PERIOD);
        meter.feed(ByteBuffer.wrap(Files.readAllBytes(clip)));
        meter.end();
        List<Long> splices = new ArrayList<>();
        for (TransportSecond next = meter.poll(Long.MAX_VALUE);
                next != null;
                next = meter.poll(Long.MAX_VALUE)) {
            splices.addAll(next.spliceMicros());
            assertThat(next.count(TransportItem.CAPTION)).isNotNegative();
        }

        if (name.equals(
                "ts_scte35")) { // out and back in, 100000 ticks apart; the first comes twice
            assertThat(splices).hasSize(2);
            assertThat(splices.get(1) - splices.get(0)).isEqualTo(1_111_111);
        } else {
            assertThat(splices).isEmpty();
        }
    }

    /** A splice_insert with these flags after the event's id. */
    private static byte[] insert(long pts, long adjustment, int flags) {
        boolean hasTime = (flags & 0x10) == 0;
        ByteBuffer command = ByteBuffer.allocate(32);
        command.putInt(77).put((byte) 0x7f).put((byte) (flags | 0x0f));
        if (hasTime) {
            command.put((byte) (0xfe | pts >> 32)).putInt((int) pts);
        }
        command.putShort((short) 1).put((byte) 0).put((byte) 0);
        int length = command.position();
        ByteBuffer section = ByteBuffer.allocate(14 + length + 2 + 4);
        section.put((byte) 0xfc).putShort((short) (0x3000 | section.capacity() - 3)).put((byte) 0);
        section.put((byte) (adjustment >> 32 & 1)).putInt((int) adjustment).put((byte) 0);
        section.put((byte) 0xff).put((byte) (0xf0 | length >> 8)).put((byte) length).put((byte) 5);
        section.put(command.array(), 0, length).putShort((short) 0);
        byte[] bytes = section.array();
        seal(bytes);
        return bytes;
    }

    private static void seal(byte[] section) {
        int crc = Crc32Mpeg.of(section, section.length - 4);
        ByteBuffer.wrap(section).putInt(section.length - 4, crc);
    }
}
