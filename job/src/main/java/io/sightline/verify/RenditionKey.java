package io.sightline.verify;

/** A rendition of a stream. */
record RenditionKey(String streamId, String rendition) {

    @Override
    public String toString() {
        return "'" + streamId + "' (" + rendition + ")";
    }
}
