package io.sightline.media.ffmpeg;

/**
 * Finds where coded pictures of H.264 are missing. Pictures that others refer to are numbered
 * without gaps ({@code frame_num} of ITU-T H.264, 7.4.3), unless the stream says that there may be
 * some. The library goes on over a gap from the picture before it, and flags nothing.
 *
 * <p>Thread: the decoder's. Allocates nothing for a picture.
 */
final class FrameNumbers {

    private static final int UNKNOWN = -1;
    private static final int SLICE = 1;
    private static final int SLICE_OF_KEY_PICTURE = 5;
    private static final int SEQUENCE_PARAMETERS = 7;
    private static final int START_CODE_BYTES = 3;

    private final int lengthBytes; // of what precedes each unit, 0 for start codes
    private final NalBits bits = new NalBits();
    private int sequenceId = UNKNOWN; // of the only parameters there are
    private boolean isAmbiguous; // there are others
    private boolean mayHaveGaps;
    private boolean hasPlanes; // each colour is coded for itself
    private int numberBits;
    private int last = UNKNOWN; // of the last picture that others refer to

    /**
     * @param extradata of the codec: parameters, as in MP4 or as in a stream; may be empty
     */
    FrameNumbers(byte[] extradata) {
        boolean isOfMp4 = extradata.length > 6 && extradata[0] == 1;
        lengthBytes = isOfMp4 ? (extradata[4] & 3) + 1 : 0;
        if (isOfMp4) {
            readParametersOfMp4(extradata);
        } else {
            isGapBefore(extradata, extradata.length); // parameters alone
        }
    }

    /** ISO/IEC 14496-15, 5.3.3.1: a count, and each with two bytes of length. */
    private void readParametersOfMp4(byte[] extradata) {
        int count = extradata[5] & 0x1f;
        int at = 6;
        for (int i = 0; i < count && at + 2 < extradata.length; i++) {
            int length = (extradata[at] & 0xff) << 8 | (extradata[at + 1] & 0xff);
            readUnit(extradata, at + 2, Math.min(extradata.length, at + 2 + length));
            at += 2 + length;
        }
    }

    /** What comes next does not continue what came before. */
    void forget() {
        last = UNKNOWN;
    }

    /**
     * Takes the next access unit.
     *
     * @param bytes from its beginning on; what is not among them is as if it were not there
     * @return whether pictures are missing between the one before and this one
     */
    boolean isGapBefore(byte[] bytes, int length) {
        int from = next(bytes, 0, length);
        while (from < length) {
            int type = bytes[from] & 0x1f;
            if (type == SLICE || type == SLICE_OF_KEY_PICTURE) {
                return isGapBefore(type, (bytes[from] & 0x60) != 0, bytes, from, length);
            }
            int after = next(bytes, from, length);
            readUnit(bytes, from, after);
            from = after;
        }
        forget();
        return false;
    }

    /** Where the unit begins that follows the one at an index, or the first one. */
    private int next(byte[] bytes, int from, int length) {
        if (lengthBytes == 0) {
            for (int i = from; i + START_CODE_BYTES < length; i++) {
                if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
                    return i + START_CODE_BYTES;
                }
            }
            return length;
        }
        if (from == 0) {
            return Math.min(length, lengthBytes);
        }
        int size = 0;
        for (int i = from - lengthBytes; i < from; i++) {
            size = size << Byte.SIZE | (bytes[i] & 0xff);
        }
        boolean isWhole = size > 0 && size < length - from - lengthBytes;
        return isWhole ? from + size + lengthBytes : length;
    }

    private void readUnit(byte[] bytes, int from, int to) {
        if (from >= to || (bytes[from] & 0x1f) != SEQUENCE_PARAMETERS) {
            return;
        }
        bits.begin(bytes, from + 1, to);
        int profile = bits.read(8);
        bits.read(16);
        int id = bits.readNumber();
        isAmbiguous |= sequenceId != UNKNOWN && id != sequenceId;
        sequenceId = id;
        hasPlanes = false;
        if (hasFormats(profile)) {
            readFormats();
        }
        numberBits = bits.readNumber() + 4;
        skipOrder();
        bits.readNumber(); // most pictures that are referred to
        mayHaveGaps = bits.read(1) == 1;
        if (bits.isOver() || numberBits > 16) {
            sequenceId = UNKNOWN;
        }
    }

    private static boolean hasFormats(int profile) {
        return switch (profile) {
            case 44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244 -> true;
            default -> false;
        };
    }

    private void readFormats() {
        int chroma = bits.readNumber();
        hasPlanes = chroma == 3 && bits.read(1) == 1;
        bits.readNumber(); // depth of luma
        bits.readNumber(); // depth of chroma
        bits.read(1);
        if (bits.read(1) == 1) {
            int lists = chroma == 3 ? 12 : 8;
            for (int list = 0; list < lists; list++) {
                if (bits.read(1) == 1) {
                    skipScaling(list < 6 ? 16 : 64);
                }
            }
        }
    }

    private void skipScaling(int size) {
        int scale = 8;
        for (int i = 0; i < size && scale != 0; i++) {
            scale = (scale + bits.readSigned()) & 0xff;
        }
    }

    private void skipOrder() {
        int type = bits.readNumber();
        if (type == 0) {
            bits.readNumber();
        } else if (type == 1) {
            bits.read(1);
            bits.readNumber();
            bits.readNumber();
            int count = bits.readNumber();
            for (int i = 0; i < count && !bits.isOver(); i++) {
                bits.readNumber();
            }
        }
    }

    private boolean isGapBefore(int type, boolean isReference, byte[] bytes, int from, int to) {
        if (sequenceId == UNKNOWN || isAmbiguous) {
            return false;
        }
        bits.begin(bytes, from + 1, to);
        bits.readNumber(); // first macroblock
        bits.readNumber(); // kind of slice
        bits.readNumber(); // picture parameters
        if (hasPlanes) {
            bits.read(2);
        }
        int number = bits.read(numberBits);
        if (bits.isOver()) {
            forget();
            return false;
        }
        int most = 1 << numberBits;
        // Where numbers go back, the picture before said so: farther on in its header than is read.
        int missing = (number - last - 1) & (most - 1);
        boolean isGap =
                type == SLICE
                        && last != UNKNOWN
                        && !mayHaveGaps
                        && missing > 0
                        && missing < most / 2;
        last = isReference ? number : last;
        return isGap;
    }
}
