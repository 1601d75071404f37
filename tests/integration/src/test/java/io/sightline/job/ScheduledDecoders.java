package io.sightline.job;

import io.sightline.decode.DecoderOpener;
import io.sightline.decode.NativeDecoders;
import io.sightline.media.AudioDecoder;
import io.sightline.media.MediaException;
import io.sightline.media.Packet;
import io.sightline.media.Track;
import io.sightline.media.VideoDecoder;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Real decoders that decode no picture before its time, and wait for streams that are behind, so
 * that all are equally far however busy the machine is and however many share a slot.
 *
 * @param beginMillis wall-clock time at which presentation time 0 is due
 * @param speed how many seconds of media are due in one second
 * @param packId of the streams that stay together; empty if each goes by itself
 */
record ScheduledDecoders(long beginMillis, int speed, String packId) implements DecoderOpener {

    /**
     * A stream that is so far ahead of the slowest waits; not for ever, they may share a thread.
     */
    private static final long MOST_AHEAD_MICROS = 1_000_000;

    private static final int LONGEST_WAIT_MILLIS = 500;

    /** Flink ships the opener to the task by serialization: the pack is found again by its id. */
    private static final Map<String, Pack> PACKS = new ConcurrentHashMap<>();

    /** With time for the job to start. */
    static ScheduledDecoders together(int streams, int speed) {
        String id = UUID.randomUUID().toString();
        PACKS.put(id, new Pack(streams, new ConcurrentHashMap<>()));
        return new ScheduledDecoders(System.currentTimeMillis() + 5_000, speed, id);
    }

    /** Each by itself. */
    static ScheduledDecoders paced(int speed) {
        return new ScheduledDecoders(System.currentTimeMillis(), speed, "");
    }

    /** No schedule: as fast as can be. */
    static ScheduledDecoders unpaced() {
        return new ScheduledDecoders(0, 1, "");
    }

    /** How far each stream is, microseconds. */
    private record Pack(int streams, Map<Object, Long> reached) {

        long slowestMicros() {
            return reached.size() < streams
                    ? 0
                    : reached.values().stream().mapToLong(Long::longValue).min().orElse(0);
        }
    }

    @Override
    public VideoDecoder openVideo(Track track) throws MediaException {
        VideoDecoder decoder = new NativeDecoders().openVideo(track);
        return new Scheduled(decoder, this, PACKS.get(packId));
    }

    @Override
    public AudioDecoder openAudio(Track track) throws MediaException {
        return new NativeDecoders().openAudio(track);
    }

    private static final class Scheduled extends ForwardingVideoDecoder {

        private final ScheduledDecoders schedule;
        private final @Nullable Pack pack;

        Scheduled(VideoDecoder decoder, ScheduledDecoders schedule, @Nullable Pack pack) {
            super(decoder);
            this.schedule = schedule;
            this.pack = pack;
        }

        @Override
        public boolean send(Packet packet) {
            long micros = packet.decodeTimeMicros();
            while (System.currentTimeMillis()
                    < schedule.beginMillis + micros / 1000 / schedule.speed) {
                LockSupport.parkNanos(2_000_000);
            }
            if (pack != null) {
                pack.reached.put(this, micros);
                for (int waited = 0;
                        micros - pack.slowestMicros() > MOST_AHEAD_MICROS
                                && waited < LONGEST_WAIT_MILLIS;
                        waited += 2) {
                    LockSupport.parkNanos(2_000_000);
                }
            }
            return super.send(packet);
        }

        @Override
        public void close() {
            if (pack != null) {
                pack.reached.remove(this);
            }
            super.close();
        }
    }
}
