package io.sightline.job;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Flink's Prometheus reporter of this process serves, as a Prometheus server gets it. */
final class PrometheusPage {

    /** More than one, in case somebody else takes the first meanwhile. */
    private static final int PORTS = 10;

    private static final long LOOK_NANOS = 250_000_000;
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final int firstPort;

    /** One series now. */
    record Sample(String name, Map<String, String> labels, double value) {}

    PrometheusPage() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            firstPort = Math.min(free.getLocalPort(), 65_535 - PORTS);
        }
    }

    /** For the reporter's option {@code port}. */
    String ports() {
        return firstPort + "-" + (firstPort + PORTS - 1);
    }

    /** All series of the job's own; none while nobody serves them. */
    List<Sample> own() throws InterruptedException {
        for (int port = firstPort; port < firstPort + PORTS; port++) {
            List<Sample> samples = parse(text(port));
            if (!samples.isEmpty()) {
                return samples;
            }
        }
        return List.of();
    }

    private String text(int port) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                        .timeout(Duration.ofSeconds(10))
                        .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException nobody) {
            return ""; // the next look shows whether that stays so
        }
    }

    private static List<Sample> parse(String page) {
        List<Sample> samples = new ArrayList<>();
        for (String line : page.lines().toList()) {
            Matcher sample = SAMPLE.matcher(line);
            if (sample.matches() && sample.group(1).contains("_sightline_")) {
                Map<String, String> labels = new HashMap<>();
                Matcher label = LABEL.matcher(String.valueOf(sample.group(2)));
                while (label.find()) {
                    labels.put(label.group(1), label.group(2));
                }
                samples.add(
                        new Sample(sample.group(1), labels, Double.parseDouble(sample.group(3))));
            }
        }
        return samples;
    }

    /** Looks until it holds, and returns what was seen then. */
    List<Sample> until(String what, Duration patience, Predicate<List<Sample>> condition)
            throws InterruptedException {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        while (true) {
            List<Sample> seen = own();
            if (condition.test(seen)) {
                return seen;
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("Not within %s: %s%n%s".formatted(patience, what, seen));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
