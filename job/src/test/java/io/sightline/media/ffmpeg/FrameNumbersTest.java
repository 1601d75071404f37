package io.sightline.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameNumbersTest {

    private static final int PARAMETERS = 0x67;
    private static final int KEY = 0x65;
    private static final int REFERENCE = 0x41;
    private static final int UNUSED = 0x01; // no other picture refers to it

    /** Numbers of four bits, so that they begin anew after 15. */
    private static byte[] parameters(int id, int mayHaveGaps) {
        // Baseline: id, four bits for numbers, order as decoded, one picture to refer to.
        return unit(
                PARAMETERS,
                "01000010" + "0".repeat(16) + ue(id) + ue(0) + ue(2) + ue(1) + mayHaveGaps);
    }

    /** High profile, with a list of scaling factors and others left out. */
    private static byte[] longParameters() {
        String lists = "11" + ue(1) + ue(18) + "0".repeat(7); // factors 9 and 0: no more of them
        return unit(
                PARAMETERS,
                "01100100"
                        + "0".repeat(16)
                        + ue(0)
                        + ue(1)
                        + ue(0)
                        + ue(0)
                        + "0"
                        + lists
                        + ue(0)
                        + ue(0)
                        + ue(3)
                        + ue(1)
                        + "0");
    }

    private static byte[] slice(int kind, int number) {
        String four = Integer.toBinaryString(16 + number).substring(1);
        return unit(kind, ue(0) + ue(5) + ue(0) + four + "1".repeat(16));
    }

    private static String ue(int value) {
        String binary = Integer.toBinaryString(value + 1);
        return "0".repeat(binary.length() - 1) + binary;
    }

    private static byte[] unit(int head, String bits) {
        String padded = bits + "1" + "0".repeat(7 - bits.length() % 8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head);
        int zeros = 0;
        for (int i = 0; i < padded.length(); i += 8) {
            int value = Integer.parseInt(padded.substring(i, i + 8), 2);
            if (zeros >= 2 && value <= 3) {
                out.write(3);
                zeros = 0;
            }
            out.write(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return out.toByteArray();
    }

    private static byte[] stream(byte[]... units) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] unit : units) {
            out.writeBytes(new byte[] {0, 0, 0, 1});
            out.writeBytes(unit);
        }
        return out.toByteArray();
    }

    /** Before which of these pictures there is a gap, counted from 0. */
    private static List<Integer> gaps(FrameNumbers numbers, byte[]... slices) {
        List<Integer> gaps = new ArrayList<>();
        for (int i = 0; i < slices.length; i++) {
            byte[] unit = stream(slices[i]);
            if (numbers.isGapBefore(unit, unit.length)) {
                gaps.add(i);
            }
        }
        return gaps;
    }

    private static FrameNumbers numbers(byte[]... parameters) {
        return new FrameNumbers(stream(parameters));
    }

    @Test
    void findsNumbersThatAreMissing() {
        assertThat(
                        gaps(
                                numbers(parameters(0, 0)),
                                slice(KEY, 0),
                                slice(REFERENCE, 1),
                                slice(REFERENCE, 3),
                                slice(REFERENCE, 4),
                                slice(KEY, 0),
                                slice(REFERENCE, 2)))
                .containsExactly(2, 5);
    }

    @Test
    void countsOnlyWhatOthersReferTo() {
        assertThat(
                        gaps(
                                numbers(parameters(0, 0)),
                                slice(KEY, 0),
                                slice(UNUSED, 1),
                                slice(UNUSED, 1),
                                slice(REFERENCE, 1),
                                slice(REFERENCE, 1), // the second field
                                slice(UNUSED, 3),
                                slice(REFERENCE, 2)))
                .containsExactly(5);
    }

    @Test
    void numbersBeginAnew() {
        FrameNumbers numbers = numbers(parameters(0, 0));

        assertThat(gaps(numbers, slice(REFERENCE, 14), slice(REFERENCE, 15), slice(REFERENCE, 0)))
                .isEmpty();
        assertThat(gaps(numbers, slice(REFERENCE, 12), slice(REFERENCE, 0))).containsExactly(1);
        assertThat(gaps(numbers, slice(REFERENCE, 8), slice(REFERENCE, 1))).containsExactly(0);
    }

    @Test
    void saysNothingWhereItCannotKnow() {
        byte[][] skipping = {slice(KEY, 0), slice(REFERENCE, 5)};

        assertThat(gaps(numbers(parameters(0, 0)), skipping)).containsExactly(1);
        assertThat(gaps(numbers(parameters(0, 1)), skipping)).as("gaps on purpose").isEmpty();
        assertThat(gaps(numbers(parameters(0, 0), parameters(1, 0)), skipping))
                .as("one or the other")
                .isEmpty();
        assertThat(gaps(new FrameNumbers(new byte[0]), skipping)).as("no parameters").isEmpty();
        FrameNumbers numbers = numbers(parameters(0, 0));
        assertThat(gaps(numbers, slice(KEY, 0))).isEmpty();
        numbers.forget();
        assertThat(gaps(numbers, slice(REFERENCE, 5))).as("entered midway").isEmpty();
        assertThat(gaps(numbers, new byte[] {0x41}, slice(REFERENCE, 9)))
                .as("after what is cut off")
                .isEmpty();
    }

    @Test
    void findsParametersInTheStreamAndLongOnes() {
        FrameNumbers numbers = new FrameNumbers(new byte[0]);
        byte[] first = stream(new byte[] {9, 16}, longParameters(), slice(KEY, 0));

        assertThat(numbers.isGapBefore(first, first.length)).isFalse();
        assertThat(gaps(numbers, slice(REFERENCE, 1), slice(REFERENCE, 3))).containsExactly(1);
    }

    @Test
    void readsUnitsAsInMp4() {
        byte[] parameters = parameters(0, 0);
        ByteArrayOutputStream extradata = new ByteArrayOutputStream();
        extradata.writeBytes(new byte[] {1, 66, 0, 30, (byte) 0xff, (byte) 0xe1, 0});
        extradata.write(parameters.length);
        extradata.writeBytes(parameters);
        FrameNumbers numbers = new FrameNumbers(extradata.toByteArray());
        List<Boolean> gaps = new ArrayList<>();
        for (byte[] slice : List.of(slice(KEY, 0), slice(REFERENCE, 1), slice(REFERENCE, 3))) {
            byte[] unit = {0, 0, 0, 2, 9, 16, 0, 0, 0, (byte) slice.length};
            ByteArrayOutputStream packet = new ByteArrayOutputStream();
            packet.writeBytes(unit);
            packet.writeBytes(slice);
            gaps.add(numbers.isGapBefore(packet.toByteArray(), packet.size()));
        }

        assertThat(gaps).containsExactly(false, false, true);
    }
}
