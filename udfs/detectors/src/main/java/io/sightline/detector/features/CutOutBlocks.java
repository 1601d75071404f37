package io.sightline.detector.features;

import org.jspecify.annotations.Nullable;

/**
 * Counts the blocks of one grid that are cut out of the picture: whose sides step out of the
 * texture around them, by {@link BlockEdges}. Allocates nothing while the picture keeps its size.
 */
public final class CutOutBlocks {

    private static final int LEFT = 1;
    private static final int TOP = 2;

    private byte[] stepping = new byte[0]; // LEFT and TOP of each block
    private int open;
    private int closed;

    /**
     * Counts those on the grid of the picture.
     *
     * @param levels by how much a side must step, in 8-bit levels
     * @param known sides that do not count
     */
    public void count(BlockEdges edges, double levels, KnownSides known) {
        count(edges, 0, levels, known);
    }

    /**
     * Counts those on a grid that no coder uses.
     *
     * @param reference 1 to {@link BlockEdges#REFERENCES}
     */
    public void countElsewhere(BlockEdges edges, int reference, double levels) {
        edges.completeReferences(BlockEdges.quarters(levels));
        count(edges, reference, levels, null);
    }

    private void count(BlockEdges edges, int grid, double levels, @Nullable KnownSides known) {
        int columns = edges.columns();
        int rows = edges.rows();
        int least = BlockEdges.quarters(levels);
        if (stepping.length < columns * rows) {
            stepping = new byte[columns * rows];
        }
        for (int at = 0; at < columns * rows; at++) {
            boolean left = edges.leftStep(grid, at) >= least;
            boolean top = edges.topStep(grid, at) >= least;
            if (known != null && (left || top)) {
                left &= !known.isLeftKnown(at);
                top &= !known.isTopKnown(at);
            }
            stepping[at] = (byte) ((left ? LEFT : 0) | (top ? TOP : 0));
        }
        open = 0;
        closed = 0;
        for (int row = 0; row + 1 < rows; row++) {
            int at = row * columns;
            for (int column = 0; column + 1 < columns; column++, at++) {
                int own = stepping[at];
                int sides =
                        (own >> 1)
                                + (own & LEFT)
                                + (stepping[at + 1] & LEFT)
                                + (stepping[at + columns] >> 1);
                open += sides == 2 ? 1 : 0;
                closed += sides > 2 ? 1 : 0;
            }
        }
    }

    /** How many times, from left to right, upper sides begin to step: pieces of torn rows. */
    public int tears(BlockEdges edges) {
        int tears = 0;
        for (int row = 0; row < edges.rows(); row++) {
            int at = row * edges.columns();
            int before = 0;
            for (int column = 0; column < edges.columns(); column++, at++) {
                tears += stepping[at] >= TOP && before < TOP ? 1 : 0;
                before = stepping[at];
            }
        }
        return tears;
    }

    /** How many blocks have just two sides that step. */
    public int open() {
        return open;
    }

    /** How many have three or four. */
    public int closed() {
        return closed;
    }
}
