package io.sightline.detect;

import io.sightline.policy.DefectRule;
import io.sightline.policy.Fusion;
import io.sightline.policy.Looks;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Two measures of one defect as one value, in the unit of the rule's own: the other is scaled so
 * that it reaches the rule's level at its own. The rule's own sets the pace. Where the other was
 * not measured for {@value #LEAST_HELD_MICROS} µs, or as long as the pace of looks makes it wait,
 * the rule's own decides alone: nothing that is absent silences it. Where the rule's own is absent,
 * for {@value #OWN_HELD_MICROS} µs, the other counts as far as it would beside a good one.
 */
final class FusedMeasure {

    private static final long OWN_HELD_MICROS = 3_000_000;

    /** One and a half times the five seconds between the looks of the slowest model. */
    private static final long LEAST_HELD_MICROS = 7_500_000;

    private static final double LOOKS_HELD = 1.5; // where the policy wants fewer

    private static final double MOST = 2; // times its level that a weighted measure counts

    private final Fusion fusion;
    private final double level;
    private final long heldMicros;

    private double own = Double.NaN;
    private long ownMicros;
    private double other = Double.NaN; // in units of the rule's own
    private long otherMicros;

    FusedMeasure(DefectRule rule, Fusion fusion) {
        this.fusion = fusion;
        this.level = rule.level().enterHigh();
        this.heldMicros = Math.max(LEAST_HELD_MICROS, betweenLooks(rule));
    }

    /** So that what looks every ten seconds is not absent for seven of them. */
    private static long betweenLooks(DefectRule rule) {
        Looks looks = rule.looks();
        return looks == null || looks.usual() == 0
                ? 0
                : Math.round(LOOKS_HELD * 1_000_000 / looks.usual());
    }

    /** The rule's own metric has this value from now on; gives what is to be judged. */
    double own(double value, long eventMicros) {
        if (!Double.isNaN(value)) {
            own = value;
            ownMicros = eventMicros;
        }
        boolean isAlone = Double.isNaN(other) || eventMicros - otherMicros > heldMicros;
        return isAlone ? own : fused();
    }

    /** The other has this value; gives what is to be judged, NaN for nothing new. */
    double other(double value, long eventMicros) {
        if (Double.isNaN(value)) {
            return Double.NaN;
        }
        other = value / fusion.level() * level;
        otherMicros = eventMicros;
        boolean isAlone = Double.isNaN(own) || eventMicros - ownMicros > OWN_HELD_MICROS;
        return isAlone && fusion.how() != Fusion.How.BOTH ? alone() : Double.NaN;
    }

    private double alone() {
        return fusion.how() == Fusion.How.WEIGHTED ? fusion.weight() * counted(other) : other;
    }

    private double fused() {
        return switch (fusion.how()) {
            case ALONE -> own;
            case EITHER -> Math.max(own, other);
            case BOTH -> Math.min(own, other);
            case WEIGHTED ->
                    (1 - fusion.weight()) * counted(own) + fusion.weight() * counted(other);
        };
    }

    private double counted(double value) {
        return Math.min(value, MOST * level);
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(own);
        out.writeLong(ownMicros);
        out.writeDouble(other);
        out.writeLong(otherMicros);
    }

    void restore(DataInput in) throws IOException {
        own = in.readDouble();
        ownMicros = in.readLong();
        other = in.readDouble();
        otherMicros = in.readLong();
    }

    /** Reads what a rule that fused saved. */
    static void skip(DataInput in) throws IOException {
        in.skipBytes(2 * Double.BYTES + 2 * Long.BYTES);
    }
}
