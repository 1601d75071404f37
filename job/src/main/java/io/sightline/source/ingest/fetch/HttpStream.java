package io.sightline.source.ingest.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;

/**
 * An HTTP answer whose body is read as it comes. Thread: one. Ownership: the opener closes it,
 * which ends the connection.
 */
public final class HttpStream implements AutoCloseable {

    private final URI place;
    private final HttpHeaders headers;
    private final StreamedBody body; // owned

    HttpStream(URI place, HttpHeaders headers, StreamedBody body) {
        this.place = place;
        this.headers = headers;
        this.body = body;
    }

    /** Where it comes from in the end. */
    public URI place() {
        return place;
    }

    /**
     * Whether nothing tells where it ends: neither a length nor that parts of it can be asked for.
     * Then it is live.
     */
    public boolean isEndless() {
        boolean hasRanges = headers.firstValue("Accept-Ranges").orElse("").contains("bytes");
        return headers.firstValue("Content-Length").isEmpty() && !hasRanges;
    }

    /**
     * Reads what is there.
     *
     * @return how many bytes, 0 when none came within that time, -1 at the end
     */
    public int read(ByteBuffer target, long waitMillis) throws IOException, InterruptedException {
        return body.read(target, waitMillis);
    }

    @Override
    public void close() {
        body.close();
    }
}
