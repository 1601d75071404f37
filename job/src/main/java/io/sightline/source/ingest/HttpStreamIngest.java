package io.sightline.source.ingest;

import io.sightline.media.MediaInput;
import io.sightline.source.ingest.fetch.Access;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.fetch.HttpStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads an HTTP body that never ends, such as MPEG-TS, and asks again when it ends or breaks. */
final class HttpStreamIngest extends LiveIngest {

    private static final int POLL_MILLIS = 100;
    private static final String GAP = "the connection was lost: what passed meanwhile is lost";

    private final Access access;
    private @Nullable HttpStream first; // owned until read

    /**
     * @param first open already, taken; null when the server was not reached
     */
    HttpStreamIngest(IngestContext context, Access access, @Nullable HttpStream first) {
        super(context);
        this.access = access;
        this.first = first;
    }

    @Override
    NextLook read() throws CancelledException {
        context.board().requestSent();
        try (HttpStream stream = next()) {
            context.board().contact();
            arrived();
            forgetTracks();
            context.control().allow(context.settings().readDeadline());
            readMedia(
                    new MediaInput.Bytes(target -> read(stream, target), "stream", 0, program()),
                    TransportFeed.ofConnection(),
                    GAP);
        } catch (FetchException failure) {
            ended(failure.getMessage());
        } catch (InterruptedException interrupted) {
            throw new CancelledException();
        }
        context.checkCancelled();
        return new NextLook.After(nextAttemptMillis());
    }

    private HttpStream next() throws FetchException, InterruptedException {
        HttpStream open = first;
        first = null;
        return open == null ? HttpIngest.open(context, access) : open;
    }

    private int read(HttpStream stream, ByteBuffer target) throws IOException {
        while (!context.control().shouldAbort()) {
            try {
                int count = stream.read(target, POLL_MILLIS);
                if (count != 0) {
                    context.board().contact();
                    return count;
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("told to stop");
            }
        }
        throw new InterruptedIOException("nothing came");
    }

    @Override
    void ended(String why) {
        context.board().contactLost("no stream for %s: %s".formatted(context.subject(), why));
    }

    @Override
    String wanted() {
        return "audio or video in a known container, such as MPEG-TS";
    }
}
