package io.sightline.benchmark;

import io.sightline.detect.DetectorCatalog;
import io.sightline.detect.SourceMetrics;
import io.sightline.detector.api.Metric;
import io.sightline.detector.model.StreamId;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Level;
import io.sightline.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Measurements of streams that are well but for a black picture of {@value #BLACK_SECONDS} s every
 * {@value #BLACK_EVERY_SECONDS} s, in files with the columns, types and compression of the job's
 * own. Its writer takes rows apart in Flink's table format first; this one does not, and writes ten
 * times as fast. What detectors measure jumps between 16 values every 3 s, so that a month fits a
 * disk; of what only damaged transport has, nothing is measured.
 *
 * @param streams whose seconds these are
 * @param writers that each write files of their own, as slots do
 */
record SyntheticMeasurements(Path folder, int streams, int writers) {

    static final long BEGIN_MILLIS = 1_790_000_000_000L;
    static final int BLACK_SECONDS = 8;
    static final int BLACK_EVERY_SECONDS = 7_200;
    private static final int STEPS = 16;
    static final int SECONDS_OF_A_FILE = 6 * 3_600;

    private static final Set<String> ALWAYS_THERE =
            Set.of("dead_air", "video_format_changes", "audio_format_changes");

    /** One column of a metric: never measured, or jumping about between two values. */
    private record Walk(String name, boolean isMeasured, double from, double to) {

        double at(int stream, long second) {
            long mixed = (second / 3 * 31 + stream) * 0x9E3779B97F4A7C15L + name.hashCode();
            long step = ((mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L) >>> 60;
            return from + (to - from) * step / STEPS;
        }
    }

    private static List<Walk> walks(Policy policy) {
        Map<String, DefectRule> rules =
                policy.rulesFor(new StreamId("any"), Policy.DEFAULT).stream()
                        .collect(
                                Collectors.toMap(
                                        DefectRule::metric, Function.identity(), (a, b) -> a));
        Set<String> ofSource =
                SourceMetrics.IN_MEDIA.stream().map(Metric::name).collect(Collectors.toSet());
        return DetectorCatalog.load(SyntheticMeasurements.class.getClassLoader()).columns().stream()
                .map(metric -> walk(metric.name(), rules.get(metric.name()), ofSource))
                .toList();
    }

    private static Walk walk(String name, DefectRule rule, Set<String> ofSource) {
        if (name.equals("watch_coverage")) {
            return new Walk(name, true, 1, 1);
        }
        if (ALWAYS_THERE.contains(name)) {
            return new Walk(name, true, 0, 0);
        }
        if (ofSource.contains(name)) {
            return new Walk(name, false, 0, 0);
        }
        if (rule == null) {
            return new Walk(name, true, 0, 1);
        }
        Level level = rule.level();
        if (level.leaveHigh() == Double.POSITIVE_INFINITY) {
            return new Walk(name, true, level.leaveLow() + 1, level.leaveLow() + 9);
        }
        double high = level.leaveHigh();
        double size = Math.abs(high);
        return level.leaveLow() == Double.NEGATIVE_INFINITY
                ? new Walk(name, true, high - size, high - size / 2)
                : new Walk(name, true, level.leaveLow() / 2, high / 2);
    }

    /** How many incidents of black there are in so many seconds of all streams. */
    long plantedIn(long seconds) {
        long planted = 0;
        for (int stream = 0; stream < streams; stream++) {
            long first = firstBlack(stream);
            planted += seconds <= first ? 0 : (seconds - first - 1) / BLACK_EVERY_SECONDS + 1;
        }
        return planted;
    }

    private static long firstBlack(int stream) {
        return 600 + stream * 37L % 3_600;
    }

    private static boolean isBlack(int stream, long second) {
        long since = second - firstBlack(stream);
        return since >= 0 && since % BLACK_EVERY_SECONDS < BLACK_SECONDS;
    }

    /** Writes the files of one writer, in order. */
    void write(int writer, long seconds, Policy policy) throws IOException {
        List<Walk> walks = walks(policy);
        Path measurements = Files.createDirectories(folder.resolve("measurements"));
        long number = 0;
        for (long from = 0; from < seconds; from += SECONDS_OF_A_FILE) {
            Path file =
                    measurements.resolve("measurements-w" + writer + "-" + number++ + ".parquet");
            try (ParquetWriter<long[]> rows = open(file, walks)) {
                long to = Math.min(seconds, from + SECONDS_OF_A_FILE);
                for (long second = from; second < to; second++) {
                    for (int stream = writer; stream < streams; stream += writers) {
                        rows.write(new long[] {stream, second});
                    }
                }
            }
        }
    }

    private static ParquetWriter<long[]> open(Path file, List<Walk> walks) throws IOException {
        return new Builder(file, walks).withCompressionCodec(CompressionCodecName.GZIP).build();
    }

    private static final class Builder extends ParquetWriter.Builder<long[], Builder> {
        private final List<Walk> walks;

        Builder(Path file, List<Walk> walks) {
            super(new LocalOutputFile(file));
            this.walks = walks;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // abstract, and so the one that there must be
        protected WriteSupport<long[]> getWriteSupport(
                org.apache.hadoop.conf.Configuration ignored) {
            return new Rows(walks);
        }
    }

    /** A row is the number of a stream and of a second. */
    private static final class Rows extends WriteSupport<long[]> {
        private static final Binary MAIN = Binary.fromString("main");
        private static final Binary FULL = Binary.fromString("full");

        private final List<Walk> walks;
        private RecordConsumer out;

        Rows(List<Walk> walks) {
            this.walks = walks;
        }

        @Override
        @SuppressWarnings("deprecation") // as above
        public WriteContext init(org.apache.hadoop.conf.Configuration ignored) {
            Types.MessageTypeBuilder schema = Types.buildMessage();
            schema.optional(PrimitiveTypeName.INT32).named("schema_version");
            schema.optional(PrimitiveTypeName.BINARY)
                    .as(LogicalTypeAnnotation.stringType())
                    .named("stream_id");
            schema.optional(PrimitiveTypeName.BINARY)
                    .as(LogicalTypeAnnotation.stringType())
                    .named("rendition");
            schema.optional(PrimitiveTypeName.INT64)
                    .as(
                            LogicalTypeAnnotation.timestampType(
                                    false, LogicalTypeAnnotation.TimeUnit.MILLIS))
                    .named("second_at");
            schema.optional(PrimitiveTypeName.INT64).named("media_start_us");
            schema.optional(PrimitiveTypeName.BINARY)
                    .as(LogicalTypeAnnotation.stringType())
                    .named("decode_tier");
            schema.optional(PrimitiveTypeName.DOUBLE).named("coverage");
            schema.optional(PrimitiveTypeName.INT32).named("frames");
            walks.forEach(walk -> schema.optional(PrimitiveTypeName.DOUBLE).named(walk.name()));
            MessageType type = schema.named("flink_schema");
            return new WriteContext(type, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(long[] row) {
            int stream = (int) row[0];
            long second = row[1];
            out.startMessage();
            begin("schema_version", 0).addInteger(1);
            end("schema_version", 0);
            begin("stream_id", 1).addBinary(Binary.fromString("stream-" + stream));
            end("stream_id", 1);
            begin("rendition", 2).addBinary(MAIN);
            end("rendition", 2);
            begin("second_at", 3).addLong(BEGIN_MILLIS + second * 1_000);
            end("second_at", 3);
            begin("media_start_us", 4).addLong(second * 1_000_000);
            end("media_start_us", 4);
            begin("decode_tier", 5).addBinary(FULL);
            end("decode_tier", 5);
            begin("coverage", 6).addDouble(1);
            end("coverage", 6);
            begin("frames", 7).addInteger(25);
            end("frames", 7);
            boolean isBlack = isBlack(stream, second);
            for (int i = 0; i < walks.size(); i++) {
                Walk walk = walks.get(i);
                if (walk.isMeasured()) {
                    boolean shows = isBlack && walk.name().equals("black_core_ratio");
                    begin(walk.name(), 8 + i).addDouble(shows ? 1 : walk.at(stream, second));
                    end(walk.name(), 8 + i);
                }
            }
            out.endMessage();
        }

        private RecordConsumer begin(String name, int index) {
            out.startField(name, index);
            return out;
        }

        private void end(String name, int index) {
            out.endField(name, index);
        }
    }
}
