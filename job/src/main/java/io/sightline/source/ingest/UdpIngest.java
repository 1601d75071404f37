package io.sightline.source.ingest;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaInput;
import io.sightline.source.split.TimelineState;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads MPEG-TS from datagrams: {@code udp://host:port}, {@code udp://@group:port}. Nothing can be
 * read twice, so after a restart it goes on with what arrives, and says that the rest is lost.
 */
final class UdpIngest extends Ingest {

    private static final Pattern ADDRESS =
            Pattern.compile("(?i)udp://@?(\\[[^]]+]|[^:/?@]*):(\\d{1,5})/?(?:\\?.*)?");
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;
    private static final Duration REOPEN_AFTER_SILENCE = Duration.ofSeconds(3);

    /** Each time the input is opened is one segment: positions are only for telling them apart. */
    private long segment;

    /** When the first datagram came that no packet has been stamped from; else NO_TIME. */
    private long firstArrivalMillis = TimeBase.NO_TIME;

    UdpIngest(IngestContext context) {
        super(context);
        this.segment =
                context.split().position().isStart() ? 0 : context.split().position().segment() + 1;
    }

    @Override
    long read() throws CancelledException {
        Matcher address = ADDRESS.matcher(context.split().entry().url());
        if (!address.matches() || Integer.parseInt(address.group(2)) > 65_535) {
            endBroken(
                    "Cannot read %s: expected udp://host:port or udp://@group:port; correct the URL"
                            .formatted(context.subject()));
            return ENDED;
        }
        TimelineState state =
                TimelineState.startingAt(context.split().position().presentationEndMicros());
        String lost =
                context.split().position().isStart()
                        ? ""
                        : "restarted: what passed meanwhile is lost";
        emitter.giveUpRepeating();
        BackOff backOff =
                new BackOff(
                        context.settings().backOffMin(),
                        context.settings().backOffMax(),
                        new Random());
        context.board().expectSteadyContact();
        context.board().expectMediaWithin(context.settings().readDeadline().toMillis());
        while (true) {
            context.checkCancelled();
            try (DatagramSocket socket = open(address.group(1), address.group(2))) {
                while (!context.control().isCancelled()) {
                    state = readUntilSilent(socket, state, lost);
                    lost = "datagrams come again after a pause";
                    backOff.reset();
                }
            } catch (IOException | IllegalArgumentException failure) {
                context.board().contactLost("cannot listen: " + failure.getMessage());
                context.pause(backOff.nextMillis());
            }
        }
    }

    private TimelineState readUntilSilent(DatagramSocket socket, TimelineState from, String lost)
            throws IOException, CancelledException {
        DatagramBytes bytes =
                new DatagramBytes(socket, context.control(), context.board(), REOPEN_AFTER_SILENCE);
        if (!bytes.await()) {
            context.checkCancelled();
            return from;
        }
        firstArrivalMillis = context.clock().millis();
        context.control().allow(context.settings().readDeadline());
        TimelineState start = from;
        try (TransportFeed transport = TransportFeed.ofArriving();
                Demuxer demuxer =
                        context.opener()
                                .open(
                                        new MediaInput.Bytes(
                                                transport.tapped(bytes), "datagrams.ts"),
                                        context.control())) {
            emitter.beginSegment(segment++, start);
            try (Timeline timeline = new Timeline(start, this::arrivalEventTime, emitter)) {
                if (!lost.isEmpty()) {
                    timeline.declareBreak(lost);
                    if (!start.isStarted()) {
                        emitter.discontinuity(lost);
                    }
                }
                try {
                    new TrackPump(context, emitter, timeline, "", transport)
                            .readAll(demuxer, context.settings().stallAfter().toMillis());
                } finally {
                    timeline.flush();
                    start = timeline.state();
                }
            }
        } catch (MediaException failure) {
            if (failure.reason() == MediaException.Reason.CANCELLED) {
                throw new CancelledException();
            } else if (failure.reason() == MediaException.Reason.NOT_MEDIA
                    || failure.reason() == MediaException.Reason.UNSUPPORTED) {
                context.board()
                        .broken(
                                "Cannot watch %s: %s; send MPEG-TS"
                                        .formatted(context.subject(), failure.getMessage()));
            }
        }
        return start;
    }

    /** Recognising the tracks takes a second of media or more, which had arrived before that. */
    @Override
    long arrivalMillis() {
        long arrival =
                firstArrivalMillis == TimeBase.NO_TIME
                        ? context.clock().millis()
                        : firstArrivalMillis;
        firstArrivalMillis = TimeBase.NO_TIME;
        return arrival;
    }

    private static DatagramSocket open(String host, String port) throws IOException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int number = Integer.parseInt(port);
        InetAddress address =
                name.isEmpty()
                        ? new InetSocketAddress(0).getAddress()
                        : InetAddress.getByName(name);
        if (address.isMulticastAddress()) {
            MulticastSocket socket = new MulticastSocket(number);
            try {
                socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
                NetworkInterface any = null; // the system's choice
                socket.joinGroup(new InetSocketAddress(address, number), any);
                return socket;
            } catch (IOException failure) {
                socket.close();
                throw failure;
            }
        }
        DatagramSocket socket = new DatagramSocket(null);
        try {
            socket.setReuseAddress(true);
            socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            socket.bind(new InetSocketAddress(address, number));
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }
}
