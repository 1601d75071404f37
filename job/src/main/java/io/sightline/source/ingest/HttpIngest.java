package io.sightline.source.ingest;

import io.sightline.source.ingest.fetch.Access;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.fetch.Fetcher;
import io.sightline.source.ingest.fetch.HttpStream;
import io.sightline.source.ingest.manifest.EntryLocation;
import io.sightline.source.ingest.transport.TransportMeter;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP object. The answer to the first request tells what it is: a body without a length
 * and without ranges is live and read from this very connection on, anything else is read from its
 * beginning to its end. Where there is no answer, a path whose last part has an extension is taken
 * for a file.
 */
final class HttpIngest extends Ingest {

    private @Nullable Ingest chosen;

    HttpIngest(IngestContext context) {
        super(context);
    }

    @Override
    NextLook read() throws CancelledException {
        if (chosen == null) {
            chosen = choose();
        }
        return chosen.read();
    }

    private Ingest choose() throws CancelledException {
        String url = context.split().entry().url();
        Access access;
        try {
            access =
                    EntryLocation.accessOf(
                            context.split().entry().input(), context.settings().http());
        } catch (FetchException notStrict) {
            return new FileIngest(
                    context,
                    url,
                    Map.of(),
                    FileIngest.NOT_MEASURED); // the library says what is wrong with it
        }
        try {
            HttpStream answer = open(context, access);
            if (answer.isEndless()) {
                return new HttpStreamIngest(context, access, answer);
            }
            boolean isTransport;
            try (answer) {
                isTransport = beginsAsTransport(answer);
            }
            return bounded(
                    answer.place(),
                    access,
                    isTransport ? TransportFeed::ofObject : FileIngest.NOT_MEASURED);
        } catch (FetchException failure) {
            if (failure.reason() == FetchException.Reason.FORBIDDEN) {
                return new RefusedIngest(context, failure.getMessage() + "; correct the URL");
            }
            String path = String.valueOf(access.home().getPath());
            boolean isFile = path.substring(path.lastIndexOf('/') + 1).contains(".");
            if (isFile && failure.reason() == FetchException.Reason.UNUSABLE) {
                return new RefusedIngest(context, failure.getMessage()); // not to be trusted, say
            }
            return isFile
                    ? bounded(access.home(), access, FileIngest.NOT_MEASURED)
                    : new HttpStreamIngest(context, access, null);
        } catch (InterruptedException interrupted) {
            throw new CancelledException();
        }
    }

    static HttpStream open(IngestContext context, Access access)
            throws FetchException, InterruptedException {
        Fetcher.Limits limits =
                new Fetcher.Limits(
                        Long.MAX_VALUE,
                        context.settings().http().stallTimeout(),
                        context.settings().openDeadline());
        return context.fetcher().open(access.home(), access, limits);
    }

    /**
     * Whether what comes first is a transport stream; not if it breaks or drips, which is met
     * again.
     */
    private boolean beginsAsTransport(HttpStream answer) throws InterruptedException {
        ByteBuffer begin = ByteBuffer.allocate(TransportFeed.LOOKED_AT_BYTES);
        long endMillis =
                context.clock().millis() + context.settings().http().stallTimeout().toMillis();
        try {
            int count = 1;
            long waitMillis = 1;
            while (count > 0 && waitMillis > 0 && begin.hasRemaining()) {
                waitMillis = endMillis - context.clock().millis();
                count = answer.read(begin, Math.max(0, waitMillis));
            }
        } catch (IOException broken) {
            return false;
        }
        return TransportMeter.recognises(begin.flip());
    }

    private FileIngest bounded(URI place, Access access, FileIngest.TransportOpener transport) {
        String headers =
                access.headersFor(place).entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                        .collect(Collectors.joining());
        return new FileIngest(
                context,
                place.toString(),
                headers.isEmpty() ? Map.of() : Map.of("headers", headers),
                transport);
    }
}
