package io.sightline.chaos;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Serves one programme at an address of its own, over sockets, so that it can misbehave in every
 * way: at the level of connections too. A thread accepts, and each connection has one; connections
 * are kept between requests. Ownership: the test closes it.
 */
final class FaultyServer implements FaultyPeer {

    private static final long SLOWLY_MILLIS = 300;
    private static final long LATE_MILLIS = 3_000;
    private static final long DRIP_MILLIS = 500;
    private static final int DRIP_BYTES = 8;
    private static final byte[] SOMETHING_ELSE =
            "<html><body><h1>Please sign in</h1></body></html>".getBytes(StandardCharsets.UTF_8);

    private final LiveProgramme programme;
    private final Random random;
    private final Socket reservation = new Socket(); // owned; keeps the port while nobody listens
    private final Set<Socket> connections = new HashSet<>(); // owned; guarded by this
    private ServerSocket listener; // owned; guarded by this; null while it refuses
    private volatile Fault fault = Fault.NONE;
    private volatile long faultNanos;

    FaultyServer(LiveProgramme programme, long seed) throws IOException {
        this.programme = programme;
        this.random = new Random(seed);
        reservation.setReuseAddress(true);
        reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listen();
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + reservation.getLocalPort() + "/live.m3u8";
    }

    @Override
    public synchronized void begin(Fault next) throws IOException {
        faultNanos = System.nanoTime();
        fault = next;
        if (next.act() == Act.REFUSE) {
            hangUp();
        } else if (listener == null) {
            listen();
        }
        notifyAll();
    }

    private synchronized void listen() throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(reservation.getLocalSocketAddress());
        listener = opened;
        start(() -> accept(opened), "chaos accepts");
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket from) {
        try {
            while (true) {
                Socket socket = from.accept();
                synchronized (this) {
                    if (from != listener) {
                        socket.close();
                        return;
                    }
                    connections.add(socket);
                }
                start(() -> converse(socket), "chaos serves");
            }
        } catch (IOException closed) {
            // It refuses from here on, or it is the end.
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String path = requested(in);
            while (!path.isEmpty() && answer(path, socket)) {
                path = requested(in);
            }
        } catch (IOException gone) {
            // The other side hung up, or this side did.
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                connections.remove(socket);
            }
        }
    }

    /** The path of the next request; empty when there is none. */
    private static String requested(InputStream in) throws IOException {
        String first = line(in);
        while (!line(in).isEmpty()) {
            // Headers: none of them matters.
        }
        String[] words = first.split(" ", -1);
        return words.length > 1 ? words[1] : "";
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int one = in.read(); one >= 0 && one != '\n'; one = in.read()) {
            text.append((char) one);
        }
        return text.toString().trim();
    }

    /** Returns whether the connection can be used again. */
    private boolean answer(String path, Socket socket) throws IOException, InterruptedException {
        Fault now = fault;
        Act act = now.hits(path) ? now.act() : Act.PASS;
        OutputStream out = socket.getOutputStream();
        long at = act == Act.FREEZE ? faultNanos : System.nanoTime();
        byte[] body = path.endsWith(".m3u8") ? programme.playlistAt(at) : programme.segment(path);
        switch (act) {
            case PASS, FREEZE -> send(out, 200, "", body);
            case ANSWER_SLOWLY -> {
                TimeUnit.MILLISECONDS.sleep(SLOWLY_MILLIS);
                send(out, 200, "", body);
            }
            case ANSWER_LATE -> {
                TimeUnit.MILLISECONDS.sleep(LATE_MILLIS);
                send(out, 200, "", body);
            }
            case SAY_NOTHING -> awaitHangUp(socket);
            case REFUSE, RESET -> socket.setSoLinger(true, 0);
            case CUT -> begin(out, body, body.length / 2);
            case HOLD -> {
                begin(out, body, body.length / 2);
                awaitHangUp(socket);
            }
            case DRIP -> drip(out, body, now);
            case NOT_FOUND -> send(out, 404, "", SOMETHING_ELSE);
            case UNAVAILABLE -> send(out, 503, "", SOMETHING_ELSE);
            case REDIRECT -> send(out, 302, "Location: " + path + "\r\n", new byte[0]);
            case SHORTEN -> send(out, 200, "", Arrays.copyOf(body, shorter(path, body)));
            case REPLACE -> send(out, 200, "", SOMETHING_ELSE);
            case LOSE_PACKETS -> send(out, 200, "", Damage.lose(body, random));
            case FLIP_BITS -> send(out, 200, "", Damage.flip(body, random));
            case DUPLICATE, REORDER -> throw new IllegalStateException("Not of HTTP: " + act);
        }
        return switch (act) {
            case SAY_NOTHING, REFUSE, RESET, CUT, HOLD -> false;
            default -> true;
        };
    }

    /** A playlist in its header; a segment between packets, with its key frame. */
    private static int shorter(String path, byte[] body) {
        return path.endsWith(".m3u8")
                ? "#EXTM3U\n#EXT-X-VER".length()
                : body.length / 2 / Damage.PACKET_BYTES * Damage.PACKET_BYTES;
    }

    private static void send(OutputStream out, int status, String header, byte[] body)
            throws IOException {
        String head = "HTTP/1.1 %d Told\r\n%sContent-Length: %d\r\n\r\n";
        out.write(head.formatted(status, header, body.length).getBytes(StandardCharsets.UTF_8));
        out.write(body);
        out.flush();
    }

    /** Declares all of it and sends the first bytes. */
    private static void begin(OutputStream out, byte[] body, int count) throws IOException {
        String head = "HTTP/1.1 200 Told\r\nContent-Length: %d\r\n\r\n";
        out.write(head.formatted(body.length).getBytes(StandardCharsets.UTF_8));
        out.write(body, 0, count);
        out.flush();
    }

    /** A few bytes at a time; the rest at once when the fault is over. */
    private void drip(OutputStream out, byte[] body, Fault during)
            throws IOException, InterruptedException {
        begin(out, body, 0);
        int sent = 0;
        while (sent < body.length) {
            int count = Math.min(fault == during ? DRIP_BYTES : body.length, body.length - sent);
            out.write(body, sent, count);
            out.flush();
            sent += count;
            synchronized (this) {
                if (fault == during) {
                    wait(DRIP_MILLIS);
                }
            }
        }
    }

    /** What was asked here is never answered, also when the fault is over. */
    private static void awaitHangUp(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // Nothing is expected.
        }
    }

    private synchronized void hangUp() throws IOException {
        if (listener != null) {
            listener.close();
            listener = null;
        }
        for (Socket socket : connections) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        hangUp();
        reservation.close();
    }
}
