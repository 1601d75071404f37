package io.sightline.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.StreamId;
import io.sightline.flow.StreamEvent;
import io.sightline.media.Track;
import io.sightline.media.ffmpeg.FfmpegMedia;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.source.enumerator.FixedRegistry;
import io.sightline.source.enumerator.StreamEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.accumulators.IntCounter;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamSourceTest {

    private static final DemuxerOpener OPENER =
            (input, control) -> new FfmpegMedia().openDemuxer(input, control);

    @TempDir private Path folder;

    @Test
    void aJobReadsEveryStreamOnceOnItsSubtaskAndEnds() throws Exception {
        Path clip = folder.resolve("clip.ts");
        FfmpegProgram.ffmpeg()
                .run(
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=160x120:rate=25:duration=2",
                        clip.toString());
        List<StreamEntry> entries = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            entries.add(entry("s" + i, i == 5 ? folder + "/missing.ts" : clip.toString()));
        }
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(2);
        environment.setMaxParallelism(StreamSource.MAX_PARALLELISM);
        environment.getConfig().enableObjectReuse();
        environment.enableCheckpointing(100);
        StreamSource source = StreamSource.of(new FixedRegistry(entries), OPENER).build();
        assertThat(source.getBoundedness()).isEqualTo(Boundedness.BOUNDED);
        environment
                .fromSource(
                        source,
                        WatermarkStrategy.noWatermarks(),
                        "streams",
                        new GenericTypeInfo<>(StreamEvent.class))
                .filter(new Closing())
                .sinkTo(new DiscardingSink<>());
        JobExecutionResult result = environment.execute();
        assertThat(result.<Integer>getAccumulatorResult("packets")).isEqualTo(5 * 50);
        assertThat(result.<Integer>getAccumulatorResult("ended")).isEqualTo(6);
    }

    @Test
    void isUnboundedWhenAnInputMayBe() {
        List<StreamEntry> entries =
                List.of(entry("file", "/media/a.ts"), entry("live", "udp://@:1234"));
        assertThat(StreamSource.of(new FixedRegistry(entries), OPENER).build().getBoundedness())
                .isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
    }

    private static StreamEntry entry(String id, String url) {
        return StreamEntry.of(new StreamId(id), url);
    }

    /** Counts and closes what arrives. */
    private static final class Closing extends RichFilterFunction<StreamEvent> {
        private static final long serialVersionUID = 1L;
        private final IntCounter packets = new IntCounter();
        private final IntCounter ended = new IntCounter();

        @Override
        public void open(OpenContext context) {
            getRuntimeContext().addAccumulator("packets", packets);
            getRuntimeContext().addAccumulator("ended", ended);
        }

        @Override
        public boolean filter(StreamEvent event) {
            if (event instanceof StreamEvent.PacketArrived arrived) {
                arrived.packet().close();
                packets.add(1);
            } else if (event instanceof StreamEvent.TracksAnnounced announced) {
                announced.tracks().forEach(Track::close);
            } else if (event instanceof StreamEvent.InputEnded) {
                ended.add(1);
            }
            return false;
        }
    }
}
