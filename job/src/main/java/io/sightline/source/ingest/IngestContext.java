package io.sightline.source.ingest;

import io.sightline.flow.RenditionRef;
import io.sightline.media.ReadControl;
import io.sightline.media.Redaction;
import io.sightline.source.DemuxerOpener;
import io.sightline.source.SourceSettings;
import io.sightline.source.ingest.fetch.Fetcher;
import io.sightline.source.split.StreamSplit;
import java.time.InstantSource;

/**
 * All that the reading of one rendition works with.
 *
 * @param origin whose events are made: the one object that stands for the rendition down the chain
 * @param control cancels whatever blocks
 */
public record IngestContext(
        StreamSplit split,
        RenditionRef origin,
        SourceSettings settings,
        DemuxerOpener opener,
        Fetcher fetcher,
        InstantSource clock,
        StatusBoard board,
        IngestQueue queue,
        ReadControl control) {

    /** For messages: whose input it is, and where. */
    public String subject() {
        return "stream '%s' rendition '%s' (%s)"
                .formatted(
                        split.entry().id(), split.rendition(), Redaction.of(split.entry().url()));
    }

    void checkCancelled() throws CancelledException {
        if (control.isCancelled()) {
            throw new CancelledException();
        }
    }

    /** Waits on the reading thread, unless it is told to end. */
    void pause(long millis) throws CancelledException {
        checkCancelled();
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            throw new CancelledException();
        }
        checkCancelled();
    }
}
