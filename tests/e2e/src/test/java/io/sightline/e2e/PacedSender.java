package io.sightline.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one recording to many ports of loopback, to each from another place on, as fast as it
 * plays, and remembers when each datagram left. One thread sends them all.
 */
final class PacedSender implements LiveLoad {

    /** Below those that systems give to sockets that ask for any. */
    private static final int FIRST_PORT = 21_000;

    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final TimedTransport transport;
    private final List<LoadRecording.Occurrence> occurrences;
    private final List<Stream> streams = new ArrayList<>();
    private final DatagramSocket socket; // owned
    private final Thread thread = new Thread(this::send, "paced sender");
    private volatile boolean closed;
    private final LongAdder sent = new LongAdder();
    private final LongAdder late = new LongAdder(); // of those sent

    /** One port, and what was sent to it. Written by the sending thread. */
    private static final class Stream {
        private final String id;
        private final int port;
        private final int first;
        private final long[] sentMicros; // since the epoch, by datagram; 0: not sent
        private volatile int next; // datagram; after its time was written

        Stream(String id, int port, int first, int datagrams) {
            this.id = id;
            this.port = port;
            this.first = first;
            this.next = first;
            this.sentMicros = new long[datagrams];
        }

        /** When a datagram was sent, or null if it was not. */
        Instant sentAt(int datagram) {
            return datagram < first || datagram >= next
                    ? null
                    : Instant.EPOCH.plus(sentMicros[datagram], ChronoUnit.MICROS);
        }
    }

    private record Due(long atNanos, Stream stream) {}

    private PacedSender(LoadRecording recording, int count) throws IOException {
        transport = TimedTransport.read(recording.transport());
        occurrences = recording.occurrences();
        socket = new DatagramSocket();
        for (int port = FIRST_PORT; streams.size() < count; port++) {
            try (DatagramSocket free = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                int number = streams.size();
                Duration offset = LoadRecording.placeOf(number);
                streams.add(
                        new Stream(
                                "udp-%02d".formatted(number),
                                free.getLocalPort(),
                                transport.firstDueAt(offset),
                                transport.datagrams()));
            } catch (BindException taken) {
                // The next one may be free.
            }
        }
        thread.setDaemon(true);
    }

    /** Streams of a recording, spread over its period; nothing is sent yet. */
    static PacedSender of(LoadRecording recording, int count) throws IOException {
        return new PacedSender(recording, count);
    }

    @Override
    public Map<String, String> urls() {
        Map<String, String> urls = new LinkedHashMap<>();
        streams.forEach(stream -> urls.put(stream.id, "udp://127.0.0.1:" + stream.port));
        return urls;
    }

    @Override
    public void begin() {
        thread.start();
    }

    private void send() {
        long startNanos = System.nanoTime();
        PriorityQueue<Due> queue =
                new PriorityQueue<>((one, other) -> Long.compare(one.atNanos, other.atNanos));
        streams.forEach(stream -> queue.add(new Due(startNanos, stream)));
        try {
            while (!closed && !queue.isEmpty()) {
                Due due = queue.remove();
                for (long wait = due.atNanos - System.nanoTime(); wait > 0 && !closed; ) {
                    LockSupport.parkNanos(wait);
                    wait = due.atNanos - System.nanoTime();
                }
                Stream stream = due.stream;
                sendNext(stream);
                if (System.nanoTime() - due.atNanos > LATE_NANOS) {
                    late.increment();
                }
                if (stream.next < transport.datagrams()) {
                    long atNanos =
                            transport.dueNanos(stream.next) - transport.dueNanos(stream.first);
                    queue.add(new Due(startNanos + atNanos, stream));
                }
            }
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void sendNext(Stream stream) throws IOException {
        int datagram = stream.next;
        socket.send(
                new DatagramPacket(
                        transport.bytes(),
                        datagram * TimedTransport.DATAGRAM_BYTES,
                        TimedTransport.DATAGRAM_BYTES,
                        InetAddress.getLoopbackAddress(),
                        stream.port));
        stream.sentMicros[datagram] = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        stream.next = datagram + 1;
        sent.increment();
    }

    /** The share of datagrams that were sent more than 50 ms after they were due. */
    double lateRatio() {
        return late.doubleValue() / Math.max(1, sent.sum());
    }

    @Override
    public List<DueAlert> due(Instant from, Instant to) {
        List<DueAlert> due = new ArrayList<>();
        for (LoadRecording.Occurrence occurrence : occurrences) {
            int begin = transport.completing(occurrence, occurrence.from());
            int end = transport.completing(occurrence, occurrence.due());
            for (Stream stream : streams) {
                Instant begunAt = stream.sentAt(begin);
                Instant dueAt = stream.sentAt(end);
                if (begunAt != null && dueAt != null && isWithin(dueAt, from, to)) {
                    due.add(new DueAlert(stream.id, occurrence.defect(), begunAt, dueAt, dueAt));
                }
            }
        }
        return due;
    }

    private static boolean isWithin(Instant at, Instant from, Instant to) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
        socket.close();
    }
}
