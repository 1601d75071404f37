package io.sightline.detector.video;

import io.sightline.detector.api.CostClass;
import io.sightline.detector.api.Fold;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import io.sightline.detector.api.VideoFrame;
import io.sightline.detector.features.BlockEdges;
import io.sightline.detector.features.ChromaView;
import io.sightline.detector.features.CutOutBlocks;
import io.sightline.detector.features.KnownSides;
import io.sightline.detector.model.DefectId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Measures how much of a picture is broken blocks, without a word from the decoder: damage that was
 * decoded, concealed and coded again before it came here. One instance for each rendition, on the
 * task thread; looks at four pictures a second; keeps the sides of blocks that step and some eighty
 * numbers, a few kB; allocates nothing.
 *
 * <p>A block put where it does not belong is cut out of the picture: two of its sides or more step
 * out of the texture around them, on the grid of coding; where slices are lost, rows are torn.
 * Nature and graphics do so on every grid alike, so what other grids show is taken off. Low bit
 * rates step everywhere a little and seldom far, so many small steps are taken off as well. Sides
 * that stepped at the looks before belong to things that stand still.
 *
 * <p>Material that shows such blocks shows them again and again. Damage comes suddenly, so only
 * what is far more than the most of the last looks counts, and a new scene's first look tells what
 * is usual in it. Of the looks of two seconds the second most is told, because chance does not come
 * twice, and damage stays or goes on.
 */
public final class BlockCorruptionDetector extends LookDetector {

    public static final Metric CORRUPT_BLOCK_RATIO =
            new Metric(
                    "corrupt_block_ratio",
                    Unit.RATIO,
                    Fold.MAX,
                    "Blocks that are newly cut out of the picture on the coding grid, or painted in a"
                            + " decoder's colours, beyond what is usual here, by all blocks, 0 to 1; the"
                            + " second most in 2 s.");

    /** Fifteen seconds: several groups of pictures, and moving graphics have been everywhere. */
    private static final int USUAL_LOOKS = 60;

    /** One second, before a stream is known at all. */
    private static final int LEAST_LEARNT = 4;

    /** Fewer are chance, however large a share of a small picture they are. */
    private static final double LEAST_BLOCKS = 2;

    /** A picture of fewer is all edges: a handful of blocks tells nothing. */
    private static final int LEAST_PICTURE = 100;

    /** A decoder's colours count from so much more of the picture on: graphics have such too. */
    private static final double LEAST_COLOUR = 0.01;

    /** Other grids are looked at once a second, and wherever it would decide. */
    private static final int LOOKS_ELSEWHERE = 4;

    /** One look in so many is at colour. */
    private static final int LOOKS_OF_COLOUR = 4;

    /** A new scene is where more than this share of the areas of the picture changed. */
    private static final double NEW_SCENE = 0.5;

    private final BlockCorruptionSettings settings;
    private final LookInterval colourInterval = LookInterval.onceASecond();
    private final CutOutBlocks strong = new CutOutBlocks();
    private final CutOutBlocks weak = new CutOutBlocks();
    private final KnownSides known = new KnownSides();
    private final UsualValue usualCuts = new UsualValue(USUAL_LOOKS);
    private final UsualValue usualColour = new UsualValue(USUAL_LOOKS);
    private final SceneDigest scene = new SceneDigest();
    private final RecentLooks recent = new RecentLooks();
    private double elsewhere; // what other grids showed when they were looked at last
    private int looksSinceElsewhere = LOOKS_ELSEWHERE;
    private double colour; // at the last look at it
    private int unusualLooks; // on end

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
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    void look(VideoFrame frame, MeasurementSink out) {
        BlockEdges edges = frame.features().blockEdges();
        if (!known.areOf(edges)) {
            forget(); // what is usual in another size is not so in this one
        }
        double cuts = cutOut(edges);
        known.learn(edges, settings.weakLevels());
        lookAtColour(frame);
        int blocks = Math.max(1, edges.columns() * edges.rows());
        double byChance = settings.chance() * Math.sqrt(blocks);
        boolean isNewScene = scene.changedSinceLast(frame.features().smallLuma()) > NEW_SCENE;
        looksSinceElsewhere++;
        boolean isDue = isNewScene || looksSinceElsewhere >= LOOKS_ELSEWHERE;
        if (cuts > 0 && (isDue || beyondMost(cuts - elsewhere) > byChance)) {
            elsewhere = elsewhere(edges);
            looksSinceElsewhere = 0;
        }
        cuts = Math.max(0, cuts - elsewhere);
        boolean tells = !isNewScene && blocks >= LEAST_PICTURE;
        double cutsBeyond = tells ? Math.max(0, beyondMost(cuts)) : 0;
        double colourBeyond = beyondMedian(colour);
        learn(cuts, cutsBeyond + colourBeyond);
        double damaged = cutsBeyond - byChance;
        recent.add((damaged < LEAST_BLOCKS ? 0 : damaged / blocks) + colourBeyond);
        out.measure(CORRUPT_BLOCK_RATIO, Math.min(1, recent.secondMost()));
    }

    /** In blocks; less than nothing where many sides step a little. */
    private double cutOut(BlockEdges edges) {
        strong.count(edges, settings.stepLevels(), known);
        weak.count(edges, settings.weakLevels(), known);
        int open = strong.open();
        int closed = strong.closed();
        int weakOnly = weak.open() + weak.closed() - open - closed;
        double taken = settings.weakWeight() * Math.max(0, weakOnly - open - closed);
        weak.count(edges, settings.tearLevels(), known);
        int tears = weak.tears(edges);
        return settings.closedWeight() * closed + open + settings.tearWeight() * tears - taken;
    }

    private double elsewhere(BlockEdges edges) {
        int blocks = 0;
        int closed = 0;
        int tears = 0;
        for (int grid = 1; grid <= BlockEdges.REFERENCES; grid++) {
            strong.countElsewhere(edges, grid, settings.stepLevels());
            closed = Math.max(closed, strong.closed());
            blocks = Math.max(blocks, strong.open() + strong.closed());
            strong.countElsewhere(edges, grid, settings.tearLevels());
            tears = Math.max(tears, strong.tears(edges));
        }
        return (settings.closedWeight() - 1) * closed + blocks + 2 * settings.tearWeight() * tears;
    }

    private void lookAtColour(VideoFrame frame) {
        if (!colourInterval.isDue(frame.presentationTimeMicros())) {
            return;
        }
        ChromaView chroma = frame.features().smallChroma();
        colour =
                chroma == null
                        ? 0
                        : ConcealedColour.ratio(frame.features().smallLuma(), chroma, settings);
    }

    private double beyondMost(double cuts) {
        return usualCuts.count() < LEAST_LEARNT
                ? 0
                : cuts - settings.usualFactor() * usualCuts.most();
    }

    private double beyondMedian(double now) {
        if (usualColour.count() < LOOKS_OF_COLOUR * LEAST_LEARNT) {
            return 0;
        }
        double beyond = now - usualColour.median();
        return beyond < LEAST_COLOUR ? 0 : beyond;
    }

    private void learn(double cuts, double beyond) {
        unusualLooks = beyond > 0 ? unusualLooks + 1 : 0;
        if (unusualLooks == 0 || unusualLooks > settings.patienceLooks()) {
            usualCuts.learn(cuts);
            usualColour.learn(colour);
        }
    }

    @Override
    void forget() {
        colourInterval.forget();
        known.forget();
        usualCuts.forget();
        usualColour.forget();
        scene.forget();
        recent.forget();
        elsewhere = 0;
        looksSinceElsewhere = LOOKS_ELSEWHERE;
        colour = 0;
        unusualLooks = 0;
    }

    @Override
    public int stateVersion() {
        return 2;
    }

    /**
     * Version 2: when colour is due, known sides, usual cuts and colours, scene, last looks, what
     * other grids showed, colour.
     */
    @Override
    void saveLooks(DataOutput out) throws IOException {
        colourInterval.save(out);
        known.save(out);
        usualCuts.save(out);
        usualColour.save(out);
        scene.save(out);
        recent.save(out);
        out.writeDouble(elsewhere);
        out.writeInt(looksSinceElsewhere);
        out.writeDouble(colour);
        out.writeInt(unusualLooks);
    }

    @Override
    void restoreLooks(int stateVersion, DataInput in) throws IOException {
        forget();
        if (stateVersion < 2) {
            return; // version 1 knew nothing of use; a second of looks makes up for it
        }
        colourInterval.restore(in);
        known.restore(in);
        usualCuts.restore(id(), in);
        usualColour.restore(id(), in);
        scene.restore(in);
        recent.restore(id(), in);
        elsewhere = in.readDouble();
        looksSinceElsewhere = in.readInt();
        colour = in.readDouble();
        unusualLooks = in.readInt();
    }
}
