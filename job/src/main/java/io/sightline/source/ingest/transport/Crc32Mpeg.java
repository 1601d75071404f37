package io.sightline.source.ingest.transport;

/** The CRC of sections: ISO/IEC 13818-1, annex A. */
final class Crc32Mpeg {

    private static final int POLYNOMIAL = 0x04c11db7;
    private static final int[] TABLE = new int[256];

    static {
        for (int value = 0; value < TABLE.length; value++) {
            int crc = value << 24;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = crc < 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            TABLE[value] = crc;
        }
    }

    private Crc32Mpeg() {}

    /** Over a section with its CRC at the end: 0 when it is whole. */
    static int of(byte[] bytes, int length) {
        int crc = -1;
        for (int i = 0; i < length; i++) {
            crc = crc << Byte.SIZE ^ TABLE[crc >>> 24 ^ (bytes[i] & 0xff)];
        }
        return crc;
    }
}
