package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.BlockEdges;
import io.sightline.detector.features.ChromaView;
import io.sightline.detector.features.LumaView;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Measures how much of a picture is broken blocks, without a word from the decoder: damage that was
 * decoded, concealed and coded again before it came here. One instance for each rendition, on the
 * task thread; looks at four pictures a second; keeps some thirty numbers; allocates nothing.
 *
 * <p>A block put where it does not belong is cut out of the picture: two of its sides or more step
 * out of the texture around them, on the grid of coding. Nature and graphics cut blocks out on
 * every grid alike, so what other grids show is taken off twice. Low bit rates step everywhere a
 * little, so the step asked for grows with what one side in ten shows. Lines of graphics, mosaics
 * and drawings are flat on both hands and count on no grid.
 *
 * <p>Material that shows such blocks shows them again and again: graphics, starving coders. Damage
 * comes suddenly, so only what is far more than the most of the last looks counts, and nothing in
 * the first looks at a new scene. The smaller of two looks is told, because chance does not come
 * twice.
 */
public final class BlockCorruptionDetector extends LookDetector {

    public static final Metric CORRUPT_BLOCK_RATIO =
            new Metric(
                    "corrupt_block_ratio",
                    Unit.RATIO,
                    Fold.MAX,
                    "Share of the picture's blocks that are cut out of it on the coding grid, or painted"
                            + " in a decoder's colours, beyond what is usual here, 0 to 1; the smaller"
                            + " of two looks.");

    /** Fifteen seconds: several groups of pictures, and moving graphics have been everywhere. */
    private static final int USUAL_LOOKS = 60;

    /** Five seconds, before a stream is known at all. */
    private static final int LEAST_LEARNT = 20;

    /** As many cut out blocks as before, to an eighth, are those from before for two seconds. */
    private static final int SAME_SHARE = 8;

    private static final int SAME_LOOKS = 8;

    private final BlockCorruptionSettings settings;
    private final UsualValue usualCuts = new UsualValue(USUAL_LOOKS);
    private final UsualValue usualColour = new UsualValue(USUAL_LOOKS);
    private final SceneDigest scene = new SceneDigest();
    private int comparedOnGrid; // when the other grids were looked at last
    private int comparedElsewhere;
    private int looksSinceCompared = SAME_LOOKS; // nothing is known yet
    private int unusualLooks; // on end
    private int looksToLearn; // before a scene is known
    private double last; // beyond the usual, at the look before

    public BlockCorruptionDetector() {
        this(BlockCorruptionSettings.DEFAULTS);
    }

    public BlockCorruptionDetector(BlockCorruptionSettings settings) {
        super(
                DefectId.VIDEO_BLOCK_CORRUPTION,
                CostClass.LOW,
                LookInterval.fourTimesASecond(),
                CORRUPT_BLOCK_RATIO);
        this.settings = settings;
        this.looksToLearn = settings.learningLooks();
    }

    @Override
    void look(VideoFrame frame, MeasurementSink out) {
        LumaView luma = frame.features().smallLuma();
        if (scene.changedSinceLast(luma) > settings.newScene()) {
            looksToLearn = settings.learningLooks();
        }
        double cuts = cutOutRatio(frame.features().blockEdges());
        ChromaView chroma = frame.features().smallChroma();
        double colour = chroma == null ? 0 : ConcealedColour.ratio(luma, chroma, settings);
        double beyond = beyondMost(cuts) + beyondMedian(colour);
        learn(cuts, colour, beyond);
        out.measure(CORRUPT_BLOCK_RATIO, Math.min(1, Math.min(last, beyond)));
        last = beyond;
    }

    private double cutOutRatio(BlockEdges edges) {
        double levels =
                settings.stepLevels()
                        + settings.strongStepWeight() * Math.max(0, edges.strongGridStepLevels())
                        + settings.gridStepWeight() * Math.max(0, edges.gridStepLevels());
        int onGrid = edges.cutOutBlocks(levels);
        double blocks = onGrid - Math.max(1, settings.chance() * Math.sqrt(onGrid));
        if (blocks > 0) {
            blocks -= settings.elsewhereWeight() * elsewhere(edges, levels, onGrid);
        }
        return Math.max(0, blocks) / Math.max(1, edges.columns() * edges.rows());
    }

    /** What lies on the grid all the time costs a look at the other grids now and then only. */
    private int elsewhere(BlockEdges edges, double levels, int onGrid) {
        boolean isSame = Math.abs(onGrid - comparedOnGrid) <= 1 + comparedOnGrid / SAME_SHARE;
        if (!isSame || looksSinceCompared >= SAME_LOOKS) {
            comparedOnGrid = onGrid;
            comparedElsewhere = edges.cutOutElsewhere(levels);
            looksSinceCompared = 0;
        }
        looksSinceCompared++;
        return comparedElsewhere;
    }

    private double beyondMost(double cuts) {
        boolean isKnown = looksToLearn == 0 && usualCuts.count() >= LEAST_LEARNT;
        return isKnown ? Math.max(0, cuts - settings.usualFactor() * usualCuts.most()) : 0;
    }

    private double beyondMedian(double colour) {
        return usualColour.isKnown() ? Math.max(0, colour - usualColour.median()) : 0;
    }

    private void learn(double cuts, double colour, double beyond) {
        unusualLooks = beyond > settings.novelty() ? unusualLooks + 1 : 0;
        looksToLearn = Math.max(0, looksToLearn - 1);
        if (!usualCuts.isKnown() || unusualLooks == 0 || unusualLooks > settings.patienceLooks()) {
            usualCuts.learn(cuts);
            usualColour.learn(colour);
        }
    }

    @Override
    void forget() {
        usualCuts.forget();
        usualColour.forget();
        scene.forget();
        comparedOnGrid = 0;
        comparedElsewhere = 0;
        looksSinceCompared = SAME_LOOKS;
        unusualLooks = 0;
        looksToLearn = settings.learningLooks();
        last = 0;
    }

    /**
     * Version 1: usual cuts and colours, scene, last comparison, unusual looks, looks to learn,
     * last value.
     */
    @Override
    void saveLooks(DataOutput out) throws IOException {
        usualCuts.save(out);
        usualColour.save(out);
        scene.save(out);
        out.writeInt(comparedOnGrid);
        out.writeInt(comparedElsewhere);
        out.writeInt(looksSinceCompared);
        out.writeInt(unusualLooks);
        out.writeInt(looksToLearn);
        out.writeDouble(last);
    }

    @Override
    void restoreLooks(DataInput in) throws IOException {
        usualCuts.restore(id(), in);
        usualColour.restore(id(), in);
        scene.restore(in);
        comparedOnGrid = in.readInt();
        comparedElsewhere = in.readInt();
        looksSinceCompared = in.readInt();
        unusualLooks = in.readInt();
        looksToLearn =
                StateVersions.checkRange(
                        id(), "looks to learn", in.readInt(), 0, settings.learningLooks());
        last = in.readDouble();
    }
}
