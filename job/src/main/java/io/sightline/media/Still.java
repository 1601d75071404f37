package io.sightline.media;

/** One picture as a JPEG. Whoever holds it owns it. */
public final class Still {

    private final byte[] jpeg;
    private final int width;
    private final int height;
    private final long presentationTimeMicros;

    /**
     * @param jpeg not copied
     * @param width of the JPEG, pixels
     * @param height of the JPEG, pixels
     */
    public Still(byte[] jpeg, int width, int height, long presentationTimeMicros) {
        this.jpeg = jpeg;
        this.width = width;
        this.height = height;
        this.presentationTimeMicros = presentationTimeMicros;
    }

    /** Ownership: borrowed; not to be changed. */
    public byte[] jpeg() {
        return jpeg;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public long presentationTimeMicros() {
        return presentationTimeMicros;
    }
}
