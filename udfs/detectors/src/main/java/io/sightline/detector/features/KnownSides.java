package io.sightline.detector.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Which sides of a picture's blocks stepped at the last looks: things that stand still, graphics,
 * damage that was seen already. Allocates nothing while the picture keeps its size.
 */
public final class KnownSides {

    private static final int MOST_AGE = 8;
    private static final int TOP_SHIFT = 4;
    private static final int END = 255;
    private static final int AGE = (1 << TOP_SHIFT) - 1;
    private static final int KNOWN = 2; // looks

    private byte[] ages = new byte[0]; // of the left side, and of the upper side above it
    private int columns;
    private int rows;

    /** Whether they were learnt from pictures of this size. */
    public boolean areOf(BlockEdges edges) {
        return edges.columns() == columns && edges.rows() == rows;
    }

    /** Learns which sides step by so many 8-bit levels now; all are new in a picture's new size. */
    public void learn(BlockEdges edges, double levels) {
        if (!areOf(edges)) {
            columns = edges.columns();
            rows = edges.rows();
            ages = new byte[columns * rows];
        }
        int least = BlockEdges.quarters(levels);
        for (int at = 0; at < columns * rows; at++) {
            int age = ages[at];
            boolean left = edges.leftStep(0, at) >= least;
            boolean top = edges.topStep(0, at) >= least;
            if (age != 0 || left || top) {
                ages[at] =
                        (byte) (older(age & AGE, left) | older(age >> TOP_SHIFT, top) << TOP_SHIFT);
            }
        }
    }

    private static int older(int age, boolean isSeen) {
        return isSeen ? Math.min(age + 1, MOST_AGE - 1) : Math.max(age - 1, 0);
    }

    boolean isLeftKnown(int block) {
        return block < ages.length && (ages[block] & AGE) >= KNOWN;
    }

    boolean isTopKnown(int block) {
        return block < ages.length && ages[block] >> TOP_SHIFT >= KNOWN;
    }

    public void forget() {
        columns = 0;
        rows = 0;
    }

    /** The size; for each block that has ages how many were skipped, and they; then 255. */
    public void save(DataOutput out) throws IOException {
        out.writeShort(columns);
        out.writeShort(rows);
        int skipped = 0;
        for (int at = 0; at < columns * rows; at++) {
            if (ages[at] == 0 && skipped < END - 1) {
                skipped++;
                continue;
            }
            out.writeByte(skipped);
            out.writeByte(ages[at]);
            skipped = 0;
        }
        out.writeByte(END);
    }

    public void restore(DataInput in) throws IOException {
        columns = in.readUnsignedShort();
        rows = in.readUnsignedShort();
        ages = new byte[columns * rows];
        int at = -1;
        while (true) {
            int skipped = in.readUnsignedByte();
            if (skipped == END) {
                return;
            }
            at += skipped + 1;
            if (at >= ages.length) {
                throw new IOException("Block " + at + " of " + ages.length + " cannot be known");
            }
            ages[at] = in.readByte();
        }
    }
}
