package io.sightline.source.ingest;

import io.sightline.media.MediaInput;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads MPEG-TS from datagrams, plain or in RTP: {@code udp://host:port}, {@code
 * rtp://@group:port}.
 */
final class DatagramIngest extends LiveIngest {

    private static final Pattern ADDRESS =
            Pattern.compile("(?i)(?:udp|rtp)://@?(\\[[^]]+]|[^:/?@]*):(\\d{1,5})/?(?:\\?.*)?");
    private static final int MAX_PORT = 65_535;
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;
    private static final Duration REOPEN_AFTER_SILENCE = Duration.ofSeconds(3);

    private final String url;
    private final boolean isRtp;

    DatagramIngest(IngestContext context) {
        super(context);
        this.url = context.split().entry().url();
        this.isRtp = url.toLowerCase(Locale.ROOT).startsWith("rtp:");
    }

    @Override
    NextLook read() throws CancelledException {
        Matcher address = ADDRESS.matcher(url);
        if (!address.matches() || Integer.parseInt(address.group(2)) > MAX_PORT) {
            String scheme = isRtp ? "rtp" : "udp";
            endBroken(
                    "Cannot read %s: expected %s://host:port or %s://@group:port; correct the URL"
                            .formatted(context.subject(), scheme, scheme));
            return ENDED;
        }
        context.board().expectSteadyContact();
        try (DatagramSocket socket = open(address.group(1), address.group(2))) {
            do {
                readUntilSilent(socket);
            } while (!context.control().isCancelled() && !isOverLimit());
        } catch (IOException | IllegalArgumentException failure) {
            context.board().contactLost("cannot listen: " + failure.getMessage());
        }
        context.checkCancelled();
        return new NextLook.After(nextAttemptMillis());
    }

    private void readUntilSilent(DatagramSocket socket) throws IOException, CancelledException {
        TransportFeed transport =
                TransportFeed.ofDatagrams(
                        isRtp ? TransportFeed.Carrier.RTP : TransportFeed.Carrier.PLAIN);
        DatagramBytes bytes =
                new DatagramBytes(
                        socket,
                        isRtp ? new RtpUnwrapping(transport::lostBefore) : Unwrapping.NONE,
                        context.control(),
                        context.board(),
                        REOPEN_AFTER_SILENCE);
        if (!bytes.await()) {
            limitKept();
            return;
        }
        if (bytes.isForeign()) {
            context.board()
                    .broken(
                            "Cannot watch %s: the datagrams are not RTP packets with MPEG-TS (payload type 33); send that, or use udp:// for MPEG-TS without RTP"
                                    .formatted(context.subject()));
            return;
        }
        arrived();
        context.control().allow(context.settings().readDeadline());
        readMedia(
                new MediaInput.Bytes(bytes, "datagrams.ts", 0, program()),
                transport,
                "datagrams come again after a pause");
    }

    @Override
    int toleratedWithoutMedia() {
        return 1; // datagrams are whole or not there
    }

    @Override
    String wanted() {
        return isRtp ? "MPEG-TS in RTP" : "MPEG-TS";
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
