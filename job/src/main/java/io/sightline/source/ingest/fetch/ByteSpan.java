package io.sightline.source.ingest.fetch;

/** A part of a resource, in bytes; neither is negative, nor is their sum. */
public record ByteSpan(long offset, long length) {

    public ByteSpan {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException(length + " bytes at " + offset);
        }
    }
}
