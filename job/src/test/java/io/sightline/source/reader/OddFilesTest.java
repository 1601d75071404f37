package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.detector.api.Fold;
import io.sightline.flow.StreamEvent;
import io.sightline.source.SourceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What is read of every odd file of the real clips, against dumps that were looked at. {@code mvn
 * -pl job -am -Dtest=OddFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Dsightline.media=FOLDER
 * -Dgolden.update=true test} writes them anew.
 */
class OddFilesTest {

    private static final Path DUMPS =
            Path.of(System.getProperty("sightline.root", ""), "tests/golden/odd");
    private static final Pattern PACKET =
            Pattern.compile("packet (\\d+) pts=(-?\\d+) dts=(-?\\d+) size=(\\d+) key=(\\w+)");

    /** The packets of one track. */
    private static final class Count {
        private long packets;
        private long keys;
        private long bytes;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long untimed;

        void add(Matcher packet) {
            packets++;
            bytes += Long.parseLong(packet.group(4));
            keys += packet.group(5).equals("true") ? 1 : 0;
            long pts = Long.parseLong(packet.group(2));
            if (pts == Long.MIN_VALUE) {
                untimed++;
            } else {
                first = Math.min(first, pts);
                last = Math.max(last, pts);
            }
        }

        @Override
        public String toString() {
            String times =
                    packets == untimed
                            ? "no times"
                            : String.format(
                                    Locale.ROOT, "from %.6f s to %.6f s", first / 1e6, last / 1e6);
            return "%d packets (%d key, %d without a time), %d bytes, %s"
                    .formatted(packets, keys, untimed, bytes, times);
        }
    }

    @TestFactory
    Stream<DynamicTest> readsWhatTheDumpSays() throws Exception {
        Path odd = Path.of(System.getProperty("sightline.media", ""), "odd");
        assumeTrue(Files.isDirectory(odd), "no folder of real clips");
        List<Path> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(odd)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> file.getParent().equals(odd) || isPlaylist(file))
                    .sorted()
                    .forEach(inputs::add);
        }
        return inputs.stream()
                .map(file -> DynamicTest.dynamicTest(name(odd, file), () -> compare(odd, file)));
    }

    private static boolean isPlaylist(Path file) {
        return file.toString().endsWith(".m3u8");
    }

    private static String name(Path odd, Path file) {
        return odd.relativize(file).toString().replace('/', '-');
    }

    private static void compare(Path odd, Path file) throws Exception {
        Path golden = DUMPS.resolve(name(odd, file) + ".txt");
        String found = dump(odd, file);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(DUMPS);
            Files.writeString(golden, found);
        }
        assertThat(golden).as("the dump of %s", file).exists();
        assertThat(found).isEqualTo(Files.readString(golden));
    }

    private static String dump(Path odd, Path file) throws Exception {
        List<String> dump = new ArrayList<>();
        Map<Integer, Count> tracks = new TreeMap<>();
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("odd", file.toString())).toTheEnd();
            for (String line : harness.lines) {
                Matcher packet = PACKET.matcher(line);
                if (packet.matches()) {
                    tracks.computeIfAbsent(Integer.valueOf(packet.group(1)), i -> new Count())
                            .add(packet);
                } else if (line.matches("(tracks|discontinuity|anchor|ended).*")) {
                    dump.add(line + at(tracks));
                } else if (line.matches("state (BROKEN|NOT_WATCHED) .*")) {
                    dump.add(line.replace(odd + "/", ""));
                }
            }
            tracks.forEach((track, count) -> dump.add("track " + track + ": " + count));
            measured(harness).forEach((name, value) -> dump.add("measured " + name + " " + value));
        }
        return String.join("\n", dump) + "\n";
    }

    /** Where in the media this comes, by the packets before. */
    private static String at(Map<Integer, Count> tracks) {
        long packets = tracks.values().stream().mapToLong(count -> count.packets).sum();
        return packets == 0 ? "" : " (after " + packets + " packets)";
    }

    /** Sums, or the largest, as the metric folds; what is zero throughout is left out. */
    private static Map<String, String> measured(ReaderHarness harness) {
        Map<String, Double> folded = new TreeMap<>();
        for (StreamEvent event : harness.others) {
            if (event instanceof StreamEvent.Measured one) {
                boolean isSum = one.metric().fold() == Fold.SUM;
                folded.merge(one.metric().name(), one.value(), isSum ? Double::sum : Math::max);
            }
        }
        folded.values().removeIf(value -> value == 0);
        // By how long the disk took.
        folded.remove("segment_download_ratio");
        Map<String, String> text = new TreeMap<>();
        folded.forEach((name, value) -> text.put(name, String.format(Locale.ROOT, "%.3f", value)));
        return text;
    }
}
