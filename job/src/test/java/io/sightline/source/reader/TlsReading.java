package io.sightline.source.reader;

import io.sightline.source.SourceSettings;

/** Reads pictures of each URL in a process of its own, and prints which it could read. */
final class TlsReading {

    private static final int PICTURES = 50;

    private TlsReading() {}

    public static void main(String[] urls) throws Exception {
        for (String url : urls) {
            try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
                harness.read(ReaderHarness.split("tls", url));
                harness.until(
                        "an outcome",
                        () ->
                                harness.count("packet 0") >= PICTURES
                                        || harness.saw("its certificate is not trusted"));
                String outcome = harness.count("packet 0") >= PICTURES ? "read " : "refused ";
                System.out.println(outcome + url);
                harness.lines.stream()
                        .filter(l -> l.startsWith("state"))
                        .forEach(System.out::println);
            }
        }
    }
}
