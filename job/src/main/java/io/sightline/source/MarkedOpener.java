package io.sightline.source;

import io.sightline.isolation.CrashMark;
import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaInput;
import io.sightline.media.Packet;
import io.sightline.media.ReadControl;
import io.sightline.media.Track;
import io.sightline.source.ingest.InputKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has native code marked while it demuxes for one rendition, and only then: not while it waits in
 * Java for bytes, which is where inputs spend their lives. Of what the media library fetches from
 * the network itself nobody knows whether it waits or works, and the mark says so.
 */
public final class MarkedOpener {

    private final DemuxerOpener opener;
    private final CrashMark mark;

    /**
     * @param mark of the rendition that all of its inputs belong to
     */
    public MarkedOpener(DemuxerOpener opener, CrashMark mark) {
        this.opener = opener;
        this.mark = mark;
    }

    /** As {@link DemuxerOpener#open}. */
    public Demuxer open(MediaInput input, ReadControl control) throws MediaException {
        MediaInput marked =
                input instanceof MediaInput.Bytes bytes
                        ? bytes.withBytes(
                                target -> {
                                    mark.readingLeft();
                                    try {
                                        return bytes.bytes().read(target);
                                    } finally {
                                        mark.readingEntered();
                                    }
                                })
                        : input;
        boolean mayWait =
                input instanceof MediaInput.Location location
                        && InputKind.of(location.location()) != InputKind.FILE;
        Runnable entered = mayWait ? mark::readingOrWaitingEntered : mark::readingEntered;
        entered.run();
        try {
            return new MarkedDemuxer(opener.open(marked, control), entered, mark);
        } finally {
            mark.readingLeft();
        }
    }

    /** Ownership: takes the demuxer. */
    private record MarkedDemuxer(Demuxer demuxer, Runnable entered, CrashMark mark)
            implements Demuxer {

        @Override
        public List<Track> tracks() {
            return demuxer.tracks();
        }

        @Override
        public @Nullable Packet read() throws MediaException {
            entered.run();
            try {
                return demuxer.read();
            } finally {
                mark.readingLeft();
            }
        }

        @Override
        public long announcedDurationMicros() {
            return demuxer.announcedDurationMicros();
        }

        @Override
        public void close() {
            entered.run();
            try {
                demuxer.close();
            } finally {
                mark.readingLeft();
            }
        }
    }
}
