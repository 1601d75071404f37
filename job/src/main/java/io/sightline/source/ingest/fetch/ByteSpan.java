package io.sightline.source.ingest.fetch;

/** A part of a resource, in bytes. */
public record ByteSpan(long offset, long length) {}
