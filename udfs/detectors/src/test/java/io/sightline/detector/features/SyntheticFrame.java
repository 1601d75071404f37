package io.sightline.detector.features;

import io.sightline.detector.api.ChromaFormat;
import io.sightline.detector.api.LumaFormat;
import io.sightline.detector.api.PictureDamage;
import io.sightline.detector.api.Transfer;
import io.sightline.detector.api.VideoFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A frame over a native buffer, as a decoder gives it: padded rows, reused from call to call. */
public final class SyntheticFrame implements VideoFrame {

    private final int width;
    private final int height;
    private final LumaFormat format;
    private final int strideBytes;
    private final ByteBuffer luma;
    private final FrameFeatures features;
    private long presentationTimeMicros;
    private long durationMicros = 40_000;
    private boolean intraCoded;
    private PictureDamage damage = PictureDamage.NONE;
    private @Nullable ChromaFormat chroma;
    private ByteBuffer cb = ByteBuffer.allocate(0);
    private ByteBuffer cr = ByteBuffer.allocate(0);
    private int chromaStrideBytes;
    private Transfer transfer = Transfer.SDR;
    private boolean interlaced;
    private boolean topFieldFirst;

    public SyntheticFrame(int width, int height, LumaFormat format, int paddingBytes) {
        this(width, height, format, paddingBytes, new FrameFeatures());
    }

    public SyntheticFrame(
            int width, int height, LumaFormat format, int paddingBytes, FrameFeatures features) {
        this.width = width;
        this.height = height;
        this.format = format;
        this.features = features;
        strideBytes = width * format.bytesPerSample() + paddingBytes;
        // The last row has no padding: reading beyond its samples fails.
        int bytes = strideBytes * (height - 1) + width * format.bytesPerSample();
        luma = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public static SyntheticFrame eightBit(int width, int height) {
        return new SyntheticFrame(width, height, new LumaFormat(8, 0, false), 32);
    }

    /** Fills the padding of the rows, which no measurement may depend on. */
    public void fillPadding(Random random) {
        for (int y = 0; y < height - 1; y++) {
            for (int i = width * format.bytesPerSample(); i < strideBytes; i++) {
                luma.put(y * strideBytes + i, (byte) random.nextInt());
            }
        }
    }

    /** Sets one sample to a code value, clamped to what the bit depth can hold. */
    public void set(int x, int y, int code) {
        putCode(luma, y * strideBytes + x * format.bytesPerSample(), code);
    }

    public int get(int x, int y) {
        return format.bytesPerSample() == 1
                ? luma.get(y * strideBytes + x) & 0xff
                : (luma.getShort(y * strideBytes + 2 * x) & 0xffff) >>> format.shift();
    }

    /**
     * Gives it colour planes, neutral at first. A step of two samples interleaves them, as in NV12.
     */
    public SyntheticFrame withChroma(int horizontalShift, int verticalShift, int stepSamples) {
        int sampleBytes = format.bytesPerSample();
        ChromaFormat made =
                new ChromaFormat(horizontalShift, verticalShift, stepSamples * sampleBytes);
        int rowBytes = (made.width(width) - 1) * made.stepBytes() + sampleBytes;
        chromaStrideBytes = made.width(width) * made.stepBytes() + 24;
        int rows = made.height(height);
        int size = chromaStrideBytes * (rows - 1) + rowBytes;
        if (stepSamples == 1) {
            cb = ByteBuffer.allocateDirect(size);
            cr = ByteBuffer.allocateDirect(size);
        } else {
            ByteBuffer both = ByteBuffer.allocateDirect(size + sampleBytes);
            cb = both.slice(0, size);
            cr = both.slice(sampleBytes, size);
        }
        cb.order(ByteOrder.LITTLE_ENDIAN);
        cr.order(ByteOrder.LITTLE_ENDIAN);
        chroma = made;
        int neutral = 128 << (format.bitDepth() - 8);
        paintChroma((x, y) -> neutral, (x, y) -> neutral);
        return this;
    }

    /** Paints the colour planes, whose coordinates and code values these are. */
    public void paintChroma(Painter blue, Painter red) {
        ChromaFormat known = Objects.requireNonNull(chroma);
        for (int y = 0; y < known.height(height); y++) {
            for (int x = 0; x < known.width(width); x++) {
                int at = y * chromaStrideBytes + x * known.stepBytes();
                putCode(cb, at, (int) Math.rint(blue.codeAt(x, y)));
                putCode(cr, at, (int) Math.rint(red.codeAt(x, y)));
            }
        }
    }

    private void putCode(ByteBuffer plane, int at, int code) {
        int clamped = Math.min(Math.max(code, 0), (1 << format.bitDepth()) - 1);
        if (format.bytesPerSample() == 1) {
            plane.put(at, (byte) clamped);
        } else {
            plane.putShort(at, (short) (clamped << format.shift()));
        }
    }

    public SyntheticFrame with(Transfer transfer) {
        this.transfer = transfer;
        return this;
    }

    public SyntheticFrame interlaced(boolean topFirst) {
        interlaced = true;
        topFieldFirst = topFirst;
        return this;
    }

    /** What gives each sample its code value. */
    public interface Painter {
        double codeAt(int x, int y);
    }

    public void paint(Painter painter) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                set(x, y, (int) Math.rint(painter.codeAt(x, y)));
            }
        }
    }

    public void addNoise(Random random, double deviationCodes) {
        paint((x, y) -> get(x, y) + random.nextGaussian() * deviationCodes);
    }

    /** Presents the picture as it is now: its features are computed anew. */
    public SyntheticFrame at(long presentationTimeMicros) {
        this.presentationTimeMicros = presentationTimeMicros;
        features.reset(this);
        return this;
    }

    public SyntheticFrame predicted() {
        intraCoded = false;
        return this;
    }

    public SyntheticFrame intraCoded() {
        intraCoded = true;
        return this;
    }

    public SyntheticFrame with(PictureDamage damage) {
        this.damage = damage;
        return this;
    }

    @Override
    public long presentationTimeMicros() {
        return presentationTimeMicros;
    }

    @Override
    public long durationMicros() {
        return durationMicros;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public LumaFormat lumaFormat() {
        return format;
    }

    @Override
    public ByteBuffer luma() {
        return luma;
    }

    @Override
    public int lumaStrideBytes() {
        return strideBytes;
    }

    @Override
    public @Nullable ChromaFormat chromaFormat() {
        return chroma;
    }

    @Override
    public ByteBuffer cb() {
        return cb;
    }

    @Override
    public ByteBuffer cr() {
        return cr;
    }

    @Override
    public int chromaStrideBytes() {
        return chromaStrideBytes;
    }

    @Override
    public Transfer transfer() {
        return transfer;
    }

    @Override
    public boolean isInterlaced() {
        return interlaced;
    }

    @Override
    public boolean isTopFieldFirst() {
        return topFieldFirst;
    }

    @Override
    public boolean isIntraCoded() {
        return intraCoded;
    }

    @Override
    public PictureDamage damage() {
        return damage;
    }

    @Override
    public FrameFeatures features() {
        return features;
    }
}
