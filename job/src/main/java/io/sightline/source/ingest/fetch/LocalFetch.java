package io.sightline.source.ingest.fetch;

import io.sightline.detector.model.TimeBase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Of a local file, which is there at once. */
record LocalFetch(Fetcher.Wanted wanted, Fetcher.Limits limits) implements Fetch {

    @Override
    public Fetcher.Fetched poll() throws FetchException {
        ByteSpan span = wanted.span();
        try {
            Path path = Path.of(wanted.place());
            if (Files.isDirectory(path)) {
                throw new FetchException(FetchException.Reason.NOT_FOUND, path + " is a directory");
            }
            try (InputStream in = Files.newInputStream(path)) {
                in.skipNBytes(span == null ? 0 : span.offset());
                long most = span == null ? limits.maxBytes() : span.length();
                return new Fetcher.Fetched(
                        limits.readBounded(in, most), wanted.place(), TimeBase.NO_TIME);
            }
        } catch (NoSuchFileException failure) {
            throw new FetchException(
                    FetchException.Reason.NOT_FOUND, "no such file: " + failure.getFile());
        } catch (IOException | IllegalArgumentException | FileSystemNotFoundException failure) {
            throw new FetchException(
                    FetchException.Reason.SERVER_ERROR, "cannot read: " + failure, failure);
        }
    }

    @Override
    public CompletableFuture<?> arrival() {
        return CompletableFuture.completedFuture(null);
    }
}
