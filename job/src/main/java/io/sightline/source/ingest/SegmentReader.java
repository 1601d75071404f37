package io.sightline.source.ingest;

import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaInput;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.manifest.MediaSegment;
import io.sightline.source.ingest.manifest.PartFetcher;
import io.sightline.source.ingest.manifest.PendingException;
import io.sightline.source.ingest.manifest.SegmentPart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fetches single segments, and opens demuxers over them. Each segment starts demuxers of its own,
 * with init sections in front, so it gives the same packets whenever it is read. Reading thread.
 */
final class SegmentReader {

    private static final int ATTEMPTS = 3;

    /** Tracks of the second part are numbered from here on, and so forth. */
    private static final int TRACKS_OF_A_PART = 1_000;

    private final IngestContext context;
    private final PartFetcher parts;

    private final List<PartFetcher.Bytes> arrived = new ArrayList<>(); // of the segment under way
    private int failures; // of its next part
    private long askedNanos; // when its first part was; only while it is under way
    private boolean isUnderWay;

    SegmentReader(IngestContext context, PartFetcher parts) {
        this.context = context;
        this.parts = parts;
    }

    /** Whether a track is of the first part: of the pictures, where sound lies apart. */
    static boolean isOfMainPart(int trackIndex) {
        return trackIndex < TRACKS_OF_A_PART;
    }

    /**
     * All parts of a segment, in memory.
     *
     * @param nanos from the first request to the last byte
     */
    record Fetched(MediaSegment segment, List<PartFetcher.Bytes> parts, long nanos) {

        boolean isEmpty() {
            return parts.stream().allMatch(part -> part.body().length == 0);
        }

        /** What is one container without a part in front, as transport streams are; else empty. */
        ByteBuffer selfContained() {
            boolean isOne = parts.size() == 1 && parts.get(0).init().length == 0;
            return ByteBuffer.wrap(isOne ? parts.get(0).body() : new byte[0]);
        }

        long sizeBytes() {
            return parts.stream().mapToLong(part -> part.body().length).sum();
        }

        /** Tells init sections apart: decoders are opened anew when they change. */
        String initSignature() {
            StringBuilder signature = new StringBuilder();
            for (PartFetcher.Bytes part : parts) {
                if (part.init().length > 0) {
                    signature
                            .append("init ")
                            .append(Arrays.hashCode(part.init()))
                            .append('/')
                            .append(part.init().length);
                }
            }
            return signature.toString();
        }
    }

    /**
     * Fetches every part, each a fixed number of times at most, so that time decides nothing. After
     * it was pending it is to be called again with the same segment, to go on.
     *
     * @param latenessMillis in which it may yet appear
     */
    Fetched fetch(MediaSegment segment, long latenessMillis)
            throws FetchException, PendingException {
        if (!isUnderWay) {
            isUnderWay = true;
            askedNanos = System.nanoTime();
        }
        try {
            while (arrived.size() < segment.parts().size()) {
                arrived.add(parts.fetch(segment.parts().get(arrived.size())));
                failures = 0;
            }
            return new Fetched(segment, takeArrived(), System.nanoTime() - askedNanos);
        } catch (FetchException failure) {
            boolean isFinal =
                    switch (failure.reason()) {
                        case SERVER_ERROR, UNREACHABLE, TIMEOUT, NOT_FOUND -> false;
                        case TOO_LONG, FORBIDDEN, UNUSABLE, ENCRYPTED -> true;
                    };
            failures++;
            if (isFinal || failures >= attempts(latenessMillis)) {
                takeArrived();
                throw failure;
            }
            throw new PendingException(context.fetcher().after(context.settings().backOffMin()));
        }
    }

    private long attempts(long latenessMillis) {
        long pauseMillis = Math.max(1, context.settings().backOffMin().toMillis());
        return Math.max(ATTEMPTS, latenessMillis / pauseMillis);
    }

    private List<PartFetcher.Bytes> takeArrived() {
        List<PartFetcher.Bytes> all = List.copyOf(arrived);
        arrived.clear();
        failures = 0;
        isUnderWay = false;
        return all;
    }

    /** One demuxer over all parts; owned by the caller. */
    Demuxer open(Fetched fetched) throws MediaException {
        List<Demuxer> opened = new ArrayList<>();
        try {
            for (int i = 0; i < fetched.parts().size(); i++) {
                opened.add(
                        open(
                                fetched.segment().parts().get(i),
                                fetched.parts().get(i),
                                i * TRACKS_OF_A_PART));
            }
            return opened.size() == 1 ? opened.get(0) : new Interleaved(opened);
        } catch (MediaException | RuntimeException | Error failure) {
            opened.forEach(Demuxer::close);
            throw failure;
        }
    }

    private Demuxer open(SegmentPart part, PartFetcher.Bytes fetched, int firstTrack)
            throws MediaException {
        ByteBuffer bytes = ByteBuffer.allocate(fetched.init().length + fetched.body().length);
        bytes.put(fetched.init()).put(fetched.body()).flip();
        return context.opener()
                .open(
                        new MediaInput.Bytes(
                                target -> copy(bytes, target),
                                nameOf(part),
                                firstTrack,
                                context.split().entry().input().program()),
                        context.control());
    }

    private static String nameOf(SegmentPart part) {
        String path = String.valueOf(part.place().getPath());
        String name = path.substring(path.lastIndexOf('/') + 1);
        return part.init() != null && !name.contains(".") ? name + ".mp4" : name;
    }

    private static int copy(ByteBuffer from, ByteBuffer target) {
        if (!from.hasRemaining()) {
            return -1;
        }
        int count = Math.min(from.remaining(), target.remaining());
        target.put(from.slice().limit(count));
        from.position(from.position() + count);
        return count;
    }
}
