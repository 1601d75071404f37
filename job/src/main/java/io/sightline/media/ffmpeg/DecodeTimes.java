package io.sightline.media.ffmpeg;

import io.sightline.detector.model.TimeBase;
import io.sightline.media.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decode times of packets for containers that need them. Some inputs have none: packets come in the
 * order of decoding, so the presentation times of a track, sorted, shifted until none of them is
 * later than its packet is shown, will do.
 */
final class DecodeTimes {

    private DecodeTimes() {}

    /**
     * The decode times of packets in the order of decoding.
     *
     * @return by packet, microseconds; {@code TimeBase.NO_TIME} where nothing is known of the time
     */
    static long[] of(List<? extends Packet> packets) {
        long[] times = new long[packets.size()];
        Map<Integer, List<Integer>> byTrack = new TreeMap<>();
        for (int i = 0; i < times.length; i++) {
            times[i] = packets.get(i).decodeTimeMicros();
            byTrack.computeIfAbsent(packets.get(i).trackIndex(), track -> new ArrayList<>()).add(i);
        }
        for (List<Integer> track : byTrack.values()) {
            if (track.stream().anyMatch(i -> times[i] == TimeBase.NO_TIME)) {
                invent(packets, track, times);
            }
        }
        return times;
    }

    private static void invent(List<? extends Packet> packets, List<Integer> track, long[] times) {
        List<Integer> timed =
                track.stream()
                        .filter(i -> packets.get(i).presentationTimeMicros() != TimeBase.NO_TIME)
                        .toList();
        long[] sorted =
                timed.stream().mapToLong(i -> packets.get(i).presentationTimeMicros()).toArray();
        Arrays.sort(sorted);
        long shift = 0;
        for (int n = 0; n < sorted.length; n++) {
            long shown = packets.get(timed.get(n)).presentationTimeMicros();
            shift = Math.max(shift, sorted[n] - shown);
        }
        track.forEach(i -> times[i] = TimeBase.NO_TIME);
        for (int n = 0; n < sorted.length; n++) {
            times[timed.get(n)] = sorted[n] - shift;
        }
    }
}
