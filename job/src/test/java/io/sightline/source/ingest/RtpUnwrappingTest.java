package io.sightline.source.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RtpUnwrappingTest {

    private static final int MP2T = 33;
    private static final int SOURCE = 0x1234;

    private final AtomicInteger lost = new AtomicInteger();
    private final RtpUnwrapping rtp = new RtpUnwrapping(lost::addAndGet);
    private final List<Integer> got = new ArrayList<>(); // the number in each payload
    private final Queue<ByteBuffer> out = Unwrapping.queue();

    @Test
    void ordersWhatComesEarlyAndDropsWhatComesTwice() {
        send(7, 9, 8, 8, 11, 10, 7, 12);

        assertThat(got).containsExactly(7, 8, 9, 10, 11, 12);
        assertThat(lost).hasValue(0);
    }

    @Test
    void goesOnAcrossTheEndOfTheNumbers() {
        send(65_534, 0, 65_535, 1);

        assertThat(got).containsExactly(65_534, 65_535, 0, 1);
    }

    @Test
    void givesUpOnWhatDoesNotComeInTime() {
        send(1, 2, 5, 6);
        assertThat(got).containsExactly(1, 2);
        for (int i = 7; got.size() < 3; i++) {
            send(i);
        }

        assertThat(got).startsWith(1, 2, 5, 6).hasSize(2 + RtpUnwrapping.MAX_WAITING);
        assertThat(lost).hasValue(2);
        send(3); // too late
        assertThat(got).doesNotContain(3);
    }

    @Test
    void givesOutWhatWaitsWhenNothingFollows() {
        send(1, 3);
        rtp.flush(out);
        take();

        assertThat(got).containsExactly(1, 3);
        assertThat(lost).hasValue(1);
    }

    @Test
    void followsASenderThatStartsAnew() {
        send(100, 102);
        accept(packet(MP2T, 5, SOURCE + 1, 0x80, 188));
        send(6); // the old one again: as new
        send(50_000, 50_001);

        assertThat(got).containsExactly(100, 102, 5, 6, 50_000, 50_001);
    }

    @Test
    void skipsContributorsExtensionAndPadding() {
        ByteBuffer packet = ByteBuffer.allocate(12 + 8 + 8 + 188 + 4);
        packet.put((byte) 0xB2).put((byte) (0x80 | MP2T)).putShort((short) 1);
        packet.putInt(0).putInt(SOURCE);
        packet.putLong(0); // two contributors
        packet.putShort((short) 0xBEDE).putShort((short) 1).putInt(0);
        packet.put((byte) 0x47).put(new byte[187]);
        packet.put(new byte[] {0, 0, 0, 4}).flip();

        assertThat(rtp.accept(packet, out)).isTrue();
        assertThat(out.element().remaining()).isEqualTo(188);
        assertThat(out.element().get(0)).isEqualTo((byte) 0x47);
    }

    @Test
    void takesATransportStreamOfADynamicTypeAndNothingElse() {
        assertThat(rtp.accept(packet(96, 1, SOURCE, 0x80, 188), out)).isTrue();
        ByteBuffer picture = packet(96, 2, SOURCE, 0x80, 188);
        picture.put(12, (byte) 0x65);
        assertThat(rtp.accept(picture, out)).isFalse();
        assertThat(rtp.accept(packet(MP2T, 3, SOURCE, 0x40, 188), out)).isFalse(); // version 1
        assertThat(rtp.accept(ByteBuffer.wrap(new byte[11]), out)).isFalse();
        assertThat(rtp.accept(ByteBuffer.allocate(188).put(0, (byte) 0x47), out)).isFalse();
        for (int count = 0; count < 256; count++) { // claims of more than there is
            ByteBuffer short12 = packet(MP2T, 4, SOURCE, count, 0);
            assertThat(rtp.accept(short12, out)).isFalse();
        }
    }

    private void send(int... numbers) {
        for (int number : numbers) {
            accept(packet(MP2T, number, SOURCE, 0x80, 188));
        }
    }

    private void accept(ByteBuffer packet) {
        assertThat(rtp.accept(packet, out)).isTrue();
        take();
    }

    private void take() {
        while (!out.isEmpty()) {
            got.add(Short.toUnsignedInt(out.remove().getShort(1)));
        }
    }

    /** With its number in the payload. */
    private static ByteBuffer packet(int type, int number, int source, int flags, int bytes) {
        ByteBuffer packet = ByteBuffer.allocate(12 + bytes);
        packet.put((byte) flags).put((byte) type).putShort((short) number);
        packet.putInt(0).putInt(source);
        if (bytes > 0) {
            packet.put((byte) 0x47).putShort((short) number);
        }
        return packet.rewind();
    }
}
