package io.sightline.source.ingest;

import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.manifest.Fetches;
import java.time.Duration;

/** When the server of an input was heard last, which its status board learns too. Any thread. */
final class ServerContact {

    private final IngestContext context;
    private volatile long lastMillis;

    ServerContact(IngestContext context) {
        this.context = context;
        this.lastMillis = context.clock().millis();
    }

    void note(Fetches.Contact what) {
        switch (what) {
            case REQUEST_SENT -> context.board().requestSent();
            case BYTES_ARRIVED -> {
                lastMillis = context.clock().millis();
                context.board().contact();
            }
            case REFUSED -> context.board().answered();
        }
    }

    boolean wasHeardWithin(Duration time) {
        return context.clock().millis() - lastMillis <= time.toMillis();
    }

    /** Says that what was asked for did not come, as far as it is not the content's fault. */
    void lost(FetchException failure, String message) {
        boolean isSlow =
                failure.reason() == FetchException.Reason.TIMEOUT
                        && wasHeardWithin(context.settings().silenceAfter());
        if (isSlow) { // bytes came all the time
            context.board().hindered(message);
        } else {
            context.board().contactLost(message);
        }
    }
}
