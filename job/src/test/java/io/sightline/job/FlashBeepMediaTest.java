package io.sightline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.sink.LocalChannel;
import io.sightline.sink.RecordingListener;
import io.sightline.sink.TableSinks;
import io.sightline.table.Alert;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A line-up pattern as it comes out of encoders, multiplexers, demultiplexers and decoders. */
class FlashBeepMediaTest {

    private static final int PICTURES_A_PERIOD_SECONDS = 2;

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "24, 0, mp4, mpeg4, aac",
        "25, -120, ts, mpeg2video, mp2",
        "30000/1001, 45, ts, libopenh264, aac",
        "50, 200, mp4, libopenh264, aac",
        "60, -35, ts, mpeg2video, ac3",
        "25, 90, mkv, mpeg4, libopus"
    })
    void theOffsetComesThroughWithinTwoMilliseconds(
            String rate, double lateMs, String container, String video, String audio)
            throws Exception {
        Path clip = folder.resolve("line-up." + container);
        make(clip, rate, lateMs / 1_000, video, audio);
        RecordingListener rows = new RecordingListener();
        WholeTopology job = WholeTopology.over(clip, 1);
        try (LocalChannel channel = LocalChannel.open(rows)) {
            MonitorTopology.showTo(job.tables, TableSinks.of(channel));
            job.env.execute();
        }

        List<Double> offsets =
                rows.measurements.stream()
                        .map(row -> row.values().get("av_offset_ms"))
                        .filter(value -> value != null)
                        .toList();
        assertThat(offsets).hasSizeGreaterThanOrEqualTo(2);
        assertThat(offsets).allSatisfy(ms -> assertThat(ms).isCloseTo(lateMs, within(2.0)));
        boolean isOff = lateMs < -40 || lateMs > 60;
        assertThat(rows.alerts)
                .filteredOn(alert -> alert.defect().equals("av.sync"))
                .extracting(Alert::event)
                .hasSize(isOff ? 1 : 0); // it is open when the clip ends
    }

    private static void make(Path clip, String rate, double late, String video, String audio)
            throws Exception {
        double framesPerSecond = rate.contains("/") ? 30_000.0 / 1_001 : Double.parseDouble(rate);
        long pictures = Math.round(PICTURES_A_PERIOD_SECONDS * framesPerSecond);
        double period = pictures / framesPerSecond;
        String flash =
                "color=c=0x303030:s=320x180:r=%s,drawbox=x=100:y=50:w=120:h=80:color=white:t=fill:enable='lt(mod(n,%d),2)'"
                        .formatted(rate, pictures);
        String phase = "mod(t-%f+10*%2$f,%2$f)".formatted(late, period);
        String beep =
                "aevalsrc='0.25*sin(2*PI*1000*%1$s)*lt(%1$s,0.06)+0.0002*(random(0)-0.5)':sample_rate=48000"
                        .formatted(phase);
        List<String> arguments = new ArrayList<>(List.of("-v", "error", "-nostdin", "-y"));
        arguments.addAll(List.of("-f", "lavfi", "-i", flash, "-f", "lavfi", "-i", beep));
        arguments.addAll(List.of("-t", String.format(Locale.ROOT, "%.3f", 6.4 * period)));
        arguments.addAll(List.of("-c:v", video, "-b:v", "1M", "-c:a", audio, "-b:a", "128k"));
        arguments.addAll(List.of("-pix_fmt", "yuv420p", "-threads", "1"));
        Map<String, List<String>> reordered =
                Map.of("mpeg2video", List.of("-bf", "2"), "mpeg4", List.of("-bf", "2"));
        arguments.addAll(reordered.getOrDefault(video, List.of()));
        arguments.add(clip.toString());
        FfmpegProgram.ffmpeg().run(arguments);
    }
}
