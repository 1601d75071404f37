package io.sightline.source.ingest.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TransportMeterTest {

    @TempDir static Path folder;

    private static TransportBytes clean; // ten seconds

    @BeforeAll
    static void generate() throws IOException {
        clean = TransportBytes.generate(folder, 10);
    }

    private static List<TransportSecond> seconds(byte[] bytes, TableRepetition repetition) {
        TransportMeter meter = new TransportMeter(repetition, TransportMeter.PID_PERIOD);
        meter.feed(ByteBuffer.wrap(bytes));
        meter.end();
        return drain(meter);
    }

    private static List<TransportSecond> drain(TransportMeter meter) {
        List<TransportSecond> seconds = new ArrayList<>();
        for (TransportSecond next = meter.poll(Long.MAX_VALUE);
                next != null;
                next = meter.poll(Long.MAX_VALUE)) {
            seconds.add(next);
        }
        return seconds;
    }

    private static Map<TransportItem, Integer> counts(byte[] bytes) {
        Map<TransportItem, Integer> sums = new EnumMap<>(TransportItem.class);
        for (TransportSecond second : seconds(bytes, TableRepetition.REQUIRED)) {
            second.counts().forEach((item, count) -> sums.merge(item, count, Integer::sum));
        }
        return sums;
    }

    private static Map<TransportItem, Integer> counts(TransportBytes stream) {
        return counts(stream.bytes());
    }

    @Test
    void findsNothingInACleanStreamAndKeepsItsSeconds() {
        assertThat(counts(clean)).isEmpty();
        List<TransportSecond> seconds = seconds(clean.bytes(), TableRepetition.REQUIRED);
        assertThat(seconds).hasSizeBetween(10, 11);
        assertThat(seconds.get(seconds.size() - 1).endByte()).isEqualTo(clean.bytes().length);
    }

    @Test
    void countsEachPlaceWherePacketsAreLost() {
        TransportBytes stream = clean.copy();
        List<Integer> places = stream.plain(TransportBytes.VIDEO);
        for (int loss = 12; loss > 0; loss--) {
            stream.packets.remove((int) places.get(loss * 60)); // one packet
        }
        assertThat(counts(stream)).isEqualTo(Map.of(TransportItem.CONTINUITY, 12));
    }

    @Test
    void countsABurstOnceAlsoWhereTheCounterComesRound() {
        for (int lost : new int[] {2, 7, 14, 15, 17, 31}) {
            TransportBytes stream = clean.copy();
            List<Integer> places = stream.plain(TransportBytes.VIDEO);
            int first = places.get(400);
            List<byte[]> burst = new ArrayList<>();
            for (int i = first; burst.size() < lost; i++) {
                byte[] packet = stream.packets.get(i);
                if (TransportBytes.pid(packet) == TransportBytes.VIDEO) {
                    burst.add(packet);
                }
            }
            stream.packets.removeIf(packet -> burst.stream().anyMatch(one -> one == packet));
            assertThat(counts(stream))
                    .as("%d lost", lost)
                    .containsEntry(TransportItem.CONTINUITY, 1);
        }
    }

    @Test
    void allowsADuplicateOnceAndAnAnnouncedBreak() {
        TransportBytes stream = clean.copy();
        int place = stream.plain(TransportBytes.VIDEO).get(100);
        stream.packets.add(place, stream.packets.get(place).clone());
        assertThat(counts(stream)).isEmpty();
        stream.packets.add(place, stream.packets.get(place).clone());
        assertThat(counts(stream)).isEqualTo(Map.of(TransportItem.CONTINUITY, 1));

        TransportBytes announced = clean.copy();
        int begin =
                announced.of(TransportBytes.VIDEO).stream()
                        .filter(i -> i > 2000 && TransportBytes.hasClock(announced.packets.get(i)))
                        .findFirst()
                        .orElseThrow();
        announced.packets.get(begin)[5] |= (byte) 0x80;
        announced.packets.remove((int) lastBefore(announced, begin));
        assertThat(counts(announced)).isEmpty();
    }

    private static Integer lastBefore(TransportBytes stream, int place) {
        return stream.of(TransportBytes.VIDEO).stream()
                .filter(i -> i < place)
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    @Test
    void countsWrongSyncBytesAndDerivesNothingElse() {
        TransportBytes stream = clean.copy();
        List<Integer> places = stream.plain(TransportBytes.VIDEO);
        for (int error = 1; error <= 9; error++) {
            stream.packets.get(places.get(error * 70))[0] = 0x55;
        }
        assertThat(counts(stream)).isEqualTo(Map.of(TransportItem.SYNC_BYTE, 9));
    }

    @Test
    void losesSyncWhereBytesAreLostAndFindsItAgain() {
        byte[] whole = clean.bytes();
        int cut = 188 * 3000;
        byte[] bytes = new byte[whole.length - 100];
        System.arraycopy(whole, 0, bytes, 0, cut);
        System.arraycopy(whole, cut + 100, bytes, cut, bytes.length - cut);

        Map<TransportItem, Integer> counts = counts(bytes);

        assertThat(counts).containsEntry(TransportItem.SYNC_LOSS, 1);
        assertThat(counts).containsEntry(TransportItem.SYNC_BYTE, 2);
        assertThat(counts.getOrDefault(TransportItem.CONTINUITY, 0)).isBetween(1, 3);
    }

    @Test
    void countsPacketsMarkedAsDamagedAndDerivesNothingElse() {
        TransportBytes stream = clean.copy();
        List<Integer> places = stream.plain(TransportBytes.VIDEO);
        for (int error = 1; error <= 7; error++) {
            stream.packets.get(places.get(error * 70))[1] |= (byte) 0x80;
        }
        assertThat(counts(stream)).isEqualTo(Map.of(TransportItem.TRANSPORT_ERROR, 7));
    }

    @Test
    void countsDamagedTables() {
        TransportBytes stream = clean.copy();
        List<Integer> maps = stream.of(TransportBytes.PMT);
        List<Integer> pats = stream.of(TransportBytes.PAT);
        for (int error = 1; error <= 3; error++) {
            stream.packets.get(maps.get(error * 8))[10] ^= 0x01;
            stream.packets.get(pats.get(error * 8))[10] ^= 0x01;
        }
        assertThat(counts(stream)).isEqualTo(Map.of(TransportItem.CRC, 6));
    }

    @Test
    void countsEachHalfSecondWithoutTables() {
        TransportBytes stream = clean.copy();
        List<Integer> pats = stream.of(TransportBytes.PAT);
        int from = pats.get(pats.size() / 2);
        stream.packets
                .subList(from, stream.packets.size())
                .removeIf(packet -> TransportBytes.pid(packet) == TransportBytes.PAT);
        assertThat(counts(stream).keySet()).containsExactly(TransportItem.PAT);
        assertThat(counts(stream).get(TransportItem.PAT)).isBetween(8, 10);

        TransportBytes unmapped = clean.copy();
        unmapped.removeIf(packet -> TransportBytes.pid(packet) == TransportBytes.PMT);
        assertThat(counts(unmapped).keySet()).containsExactly(TransportItem.PMT);
        assertThat(counts(unmapped).get(TransportItem.PMT)).isBetween(18, 20);
    }

    @Test
    void asksSegmentsForTablesOnceAndFilesOnlyIfTheyRepeatThem() {
        TransportBytes segment = clean.copy();
        byte[] pat = segment.packets.get(segment.of(TransportBytes.PAT).get(0));
        byte[] map = segment.packets.get(segment.of(TransportBytes.PMT).get(0));
        segment.removeIf(
                packet ->
                        (TransportBytes.pid(packet) == TransportBytes.PAT && packet != pat)
                                || (TransportBytes.pid(packet) == TransportBytes.PMT
                                        && packet != map));
        assertThat(counts(segment)).containsKeys(TransportItem.PAT, TransportItem.PMT);
        for (TableRepetition lenient :
                List.of(TableRepetition.NOT_REQUIRED, TableRepetition.WHEN_SHOWN)) {
            assertThat(seconds(segment.bytes(), lenient))
                    .allSatisfy(second -> assertThat(second.counts()).isEmpty());
        }
    }

    @Test
    void countsAnotherTableInPlaceOfThePat() {
        TransportBytes stream = clean.copy();
        List<Integer> pats = stream.of(TransportBytes.PAT);
        for (int error = 1; error <= 4; error++) {
            stream.packets.get(pats.get(error * 8))[5] = 0x42;
        }
        assertThat(counts(stream)).isEqualTo(Map.of(TransportItem.PAT, 4));
    }

    @Test
    void missesAPidThatIsAnnounced() {
        TransportBytes stream = clean.copy();
        stream.removeIf(packet -> TransportBytes.pid(packet) == TransportBytes.SOUND);
        List<TransportSecond> seconds = seconds(stream.bytes(), TableRepetition.REQUIRED);
        assertThat(seconds.subList(0, 4))
                .allSatisfy(s -> assertThat(s.count(TransportItem.PID_MISSING)).isZero());
        assertThat(seconds.subList(6, 9))
                .allSatisfy(s -> assertThat(s.count(TransportItem.PID_MISSING)).isOne());
    }

    @Test
    void countsLateAndJumpingClocksAndNoAnnouncedJump() {
        TransportBytes late = clean.copy();
        int[] clocks = {0};
        late.packets.stream()
                .filter(TransportBytes::hasClock)
                .filter(
                        packet ->
                                ++clocks[0] % 50 < 4) // four of 40 ms: 200 ms from one to the next
                .forEach(packet -> packet[5] &= ~0x10);
        int gaps = clocks[0] / 50;
        assertThat(counts(late)).isEqualTo(Map.of(TransportItem.PCR_REPETITION, gaps));

        for (long jump : new long[] {90_000L * 3, 90_000L * 3600, -90_000L * 5}) {
            TransportBytes jumping = clean.copy();
            int begin = jumping.packets.size() / 2;
            List<byte[]> moved =
                    jumping.packets.subList(begin, jumping.packets.size()).stream()
                            .filter(TransportBytes::hasClock)
                            .toList();
            moved.forEach(packet -> TransportBytes.shiftClock(packet, jump));
            assertThat(counts(jumping)).containsEntry(TransportItem.PCR_DISCONTINUITY, 1);
            moved.get(0)[5] |= (byte) 0x80;
            assertThat(counts(jumping)).isEmpty();
        }
    }

    @Test
    void passesTheWrapOfTheClock() throws IOException {
        TransportBytes wrapping = TransportBytes.generate(folder, 6, "-output_ts_offset", "95440");
        assertThat(counts(wrapping)).isEmpty();
        assertThat(seconds(wrapping.bytes(), TableRepetition.REQUIRED)).hasSizeBetween(6, 7);
    }

    @Test
    void countsEachPeriodWithoutPts() {
        TransportBytes stream = clean.copy();
        List<Integer> begins =
                stream.of(TransportBytes.SOUND).stream()
                        .filter(i -> (stream.packets.get(i)[1] & 0x40) != 0)
                        .toList();
        int half = begins.size() / 2;
        for (int i : begins.subList(half, half + begins.size() / 4)) { // 2.5 s
            byte[] packet = stream.packets.get(i);
            int payload = 4 + ((packet[3] & 0x20) == 0 ? 0 : 1 + (packet[4] & 0xff));
            packet[payload + 7] &= 0x3f;
        }
        assertThat(counts(stream)).isEqualTo(Map.of(TransportItem.PTS, 3));
    }

    @Test
    void missesACatWhereThereIsScrambling() {
        TransportBytes stream = clean.copy();
        stream.plain(TransportBytes.SOUND).forEach(i -> stream.packets.get(i)[3] |= (byte) 0x80);
        Map<TransportItem, Integer> counts = counts(stream);
        assertThat(counts).containsOnlyKeys(TransportItem.CAT);
        assertThat(counts.get(TransportItem.CAT)).isBetween(9, 11);
    }

    @Test
    void tellsTheJitterOfAConstantRateOnly() throws IOException {
        TransportBytes constant = TransportBytes.generate(folder, 6, "-muxrate", "3M");
        List<TransportSecond> seconds = seconds(constant.bytes(), TableRepetition.REQUIRED);
        assertThat(seconds.subList(1, 5))
                .allSatisfy(s -> assertThat(s.pcrJitterMillis()).isLessThan(0.01));
        byte[] moved = constant.packets.stream().filter(TransportBytes::hasClock).toList().get(100);
        TransportBytes.shiftClock(moved, 90); // 1 ms
        assertThat(seconds(constant.bytes(), TableRepetition.REQUIRED))
                .anySatisfy(s -> assertThat(s.pcrJitterMillis()).isBetween(0.8, 1.1));
        assertThat(seconds(clean.bytes(), TableRepetition.REQUIRED))
                .allSatisfy(s -> assertThat(s.pcrJitterMillis()).isNaN());
    }

    @Test
    void readsPacketsWithTimeStampsOrParity() {
        TransportBytes stream = clean.copy();
        stream.packets.remove((int) stream.plain(TransportBytes.VIDEO).get(60));
        assertThat(counts(stream.bytes(4, 0))).isEqualTo(Map.of(TransportItem.CONTINUITY, 1));
        assertThat(counts(stream.bytes(0, 16))).isEqualTo(Map.of(TransportItem.CONTINUITY, 1));
        assertThat(TransportMeter.recognises(ByteBuffer.wrap(stream.bytes(4, 0)))).isTrue();
        assertThat(TransportMeter.recognises(ByteBuffer.wrap(stream.bytes(0, 16)))).isTrue();
        assertThat(TransportMeter.recognises(ByteBuffer.wrap(new byte[2000]))).isFalse();
    }

    @Test
    void givesTheSameHoweverTheBytesAreCut() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 20; run++) {
            byte[] bytes = damaged(random);
            List<TransportSecond> whole = seconds(bytes, TableRepetition.REQUIRED);
            TransportMeter meter =
                    new TransportMeter(TableRepetition.REQUIRED, TransportMeter.PID_PERIOD);
            List<TransportSecond> pieces = new ArrayList<>();
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(run == 0 ? 1 : 20_000));
                meter.feed(ByteBuffer.wrap(bytes, at, length));
                at += length;
                pieces.addAll(drain(meter));
            }
            meter.end();
            pieces.addAll(drain(meter));
            assertThat(pieces).as("seed %d, run %d", seed, run).isEqualTo(whole);
        }
    }

    private static byte[] damaged(Random random) {
        byte[] bytes = clean.bytes();
        int begin = random.nextInt(bytes.length / 2);
        byte[] part = new byte[bytes.length - begin];
        System.arraycopy(bytes, begin, part, 0, part.length);
        for (int i = random.nextInt(200); i > 0; i--) {
            part[random.nextInt(part.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return part;
    }

    @Test
    void survivesWhateverComes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 50; run++) {
            byte[] bytes = new byte[188 * 500];
            random.nextBytes(bytes);
            if (run % 2 == 0) {
                for (int at = 0; at < bytes.length; at += 188) {
                    bytes[at] = 0x47;
                }
            }
            Map<TransportItem, Integer> found = new HashMap<>(counts(bytes));
            found.remove(TransportItem.CRC);
            if (run % 2 == 0) {
                assertThat(found).as("seed %d", seed).isNotEmpty();
            }
        }
        assertThat(counts(new byte[188 * 100])).isEmpty();
        assertThat(counts(new byte[0])).isEmpty();
    }
}
