package io.sightline.e2e;

import io.sightline.config.PolicyFile;
import io.sightline.detector.model.StreamId;
import io.sightline.media.ffmpeg.FfmpegProgram;
import io.sightline.policy.DefectRule;
import io.sightline.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A long recording of small pictures and sound in which the same defects come back in each period,
 * as one transport stream and as segments of two seconds.
 *
 * @param transport MPEG-TS; each picture and each frame of sound has a PES packet of its own
 * @param segments the same in files of {@link #SEGMENT}, in order
 */
record LoadRecording(Path transport, List<Path> segments, List<Occurrence> occurrences) {

    static final Duration SEGMENT = Duration.ofSeconds(2);
    static final Duration PERIOD = Duration.ofSeconds(32);
    private static final int FRAMES_PER_SECOND = 10;
    private static final double GOLDEN_RATIO = 0.6180339887498949;

    /**
     * A defect of the recording.
     *
     * @param from its begin, on the recording's own time
     * @param due when it has lasted for open-after of the built-in policy
     */
    record Occurrence(String defect, Duration from, Duration due) {

        boolean isOfSound() {
            return defect.startsWith("audio.");
        }
    }

    /** Begin and end in each period, in seconds. */
    private record Stretch(String defect, int from, int to) {}

    private static final Stretch BLACK = new Stretch("video.black", 2, 6);
    private static final Stretch FREEZE = new Stretch("video.freeze", 9, 16);
    private static final Stretch SILENCE = new Stretch("audio.silence", 20, 26);

    /** Makes it; takes about a fortieth of its length of CPU time. */
    static LoadRecording make(Path folder, Duration length) throws IOException {
        Path transport = folder.resolve("recording.ts");
        List<String> words = new ArrayList<>(List.of("-v", "error", "-nostdin", "-y"));
        words.addAll(List.of("-f", "lavfi", "-i", pictures()));
        words.addAll(List.of("-f", "lavfi", "-i", sound(), "-map", "0:v", "-map", "1:a"));
        String coding =
                "-c:v libopenh264 -profile:v high -allow_skip_frames 0 -b:v 100k -g %d"
                        + " -c:a aac -aac_pns 0 -b:a 48k -t %d -threads 1 -f mpegts -pes_payload_size 0";
        long keyFrames = FRAMES_PER_SECOND * SEGMENT.toSeconds();
        words.addAll(List.of(coding.formatted(keyFrames, length.toSeconds()).split(" ", -1)));
        words.add(transport.toString());
        FfmpegProgram.ffmpeg().run(words);
        String cutting = "-v error -nostdin -y -i %s -map 0 -c copy -f hls -hls_time %d";
        words = new ArrayList<>(List.of(cutting.formatted(transport, 2).split(" ", -1)));
        words.addAll(List.of("-hls_list_size", "0", "-hls_playlist_type", "vod"));
        words.addAll(List.of("-hls_segment_filename", folder.resolve("%d.ts").toString()));
        words.add(folder.resolve("recording.m3u8").toString());
        FfmpegProgram.ffmpeg().run(words);
        List<Path> segments = new ArrayList<>();
        for (long i = 0; i < length.dividedBy(SEGMENT); i++) {
            segments.add(folder.resolve(i + ".ts"));
        }
        return new LoadRecording(transport, segments, occurrencesWithin(length));
    }

    /**
     * Where in a period one of many streams begins: however many there are, defects of all of them
     * are spread evenly over any time, and over the time between two checkpoints.
     */
    static Duration placeOf(int stream) {
        return Duration.ofNanos((long) (PERIOD.toNanos() * (stream * GOLDEN_RATIO % 1)));
    }

    private static String pictures() {
        long period = FRAMES_PER_SECOND * PERIOD.toSeconds();
        return String.format(
                Locale.ROOT,
                "testsrc2=size=160x90:rate=%1$d,format=yuv420p"
                        + ",noise=c0_seed=1:c0_strength=14:c0_flags=t+u"
                        // What is left out is filled with the picture before.
                        + ",select='not(between(mod(n,%2$d),%3$d,%4$d))',fps=%1$d"
                        + ",drawbox=color=black:thickness=fill"
                        + ":enable='between(mod(n,%2$d),%5$d,%6$d)'",
                FRAMES_PER_SECOND,
                period,
                FREEZE.from() * FRAMES_PER_SECOND,
                FREEZE.to() * FRAMES_PER_SECOND - 1,
                BLACK.from() * FRAMES_PER_SECOND,
                BLACK.to() * FRAMES_PER_SECOND - 1);
    }

    private static String sound() {
        return String.format(
                Locale.ROOT,
                "aevalsrc='(1-gte(mod(t,%1$d),%2$d)*lt(mod(t,%1$d),%3$d))"
                        + "*(0.06*sin(2*PI*233*t)*(0.7+0.3*sin(2*PI*0.7*t))"
                        + "+0.04*sin(2*PI*570*t)*(0.6+0.4*sin(2*PI*1.3*t))"
                        + "+0.02*(random(0)-0.5))':channel_layout=mono:sample_rate=48000",
                PERIOD.toSeconds(),
                SILENCE.from(),
                SILENCE.to());
    }

    private static List<Occurrence> occurrencesWithin(Duration length) {
        Map<String, Duration> openAfter =
                PolicyFile.builtIn().rulesFor(new StreamId("any"), Policy.DEFAULT).stream()
                        .collect(
                                Collectors.toMap(
                                        rule -> rule.defect().value(), LoadRecording::openAfter));
        List<Occurrence> all = new ArrayList<>();
        for (Duration at = Duration.ZERO; at.compareTo(length) < 0; at = at.plus(PERIOD)) {
            for (Stretch stretch : List.of(BLACK, FREEZE, SILENCE)) {
                Duration from = at.plusSeconds(stretch.from());
                Duration due = from.plus(openAfter.get(stretch.defect()));
                if (at.plusSeconds(stretch.to()).compareTo(length) < 0) {
                    all.add(new Occurrence(stretch.defect(), from, due));
                }
            }
        }
        return all;
    }

    private static Duration openAfter(DefectRule rule) {
        return Duration.ofNanos(rule.openAfterMicros() * 1_000);
    }
}
