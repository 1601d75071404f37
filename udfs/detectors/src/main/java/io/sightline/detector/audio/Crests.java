package io.sightline.detector.audio;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The shape of the highest crests of the wave of one channel, those that come within 0.8 dB of a
 * ceiling and not over it: which of them are flat, and the samples that stand still at the top of
 * them, where a steep rise ends in exactly the same value again and again.
 */
final class Crests {

    private static final float FOOT = 0.708f; // -3 dB
    private static final float SHOULDER = 0.891f; // -1 dB
    private static final float TOP = 0.912f; // -0.8 dB
    private static final float BEYOND = 1.122f; // +1 dB: the ceiling is that of quieter sound
    private static final float STILL = 1e-4f; // of the ceiling: the steps of 16-bit sound near it
    private static final float STEEP = 5e-3f;

    /**
     * A crest is flat that is within 1 dB of the ceiling for more of the time that it is within 3
     * dB of it: 0.6 for a sine, less for what has overtones.
     */
    private static final double FLAT = 0.75;

    private static final int SHORTEST_FLAT = 6; // samples: in fewer, a sine is flat by chance
    private static final int FEWEST = 5; // crests that tell something
    private static final int RUN = 64;
    private static final int SHORTEST_PLATEAU = 3;

    private final int windowParts;
    private final int[] feet; // samples within 3 dB, in high crests, by slot
    private final int[] flatFeet; // those of flat crests
    private final int[] high; // crests
    private final int[] still; // samples
    private int filling;
    private int filled;
    private float ceiling; // 0 while not known

    private int crestFeet; // of the crest under way, 0 between crests
    private int crestShoulders;
    private float crestPeak;
    private float previous; // the sample before, with its sign
    private boolean steep; // the plateau under way began behind a steep rise
    private int plateau; // samples

    Crests(int windowParts) {
        this.windowParts = windowParts;
        feet = new int[windowParts + 1];
        flatFeet = new int[windowParts + 1];
        high = new int[windowParts + 1];
        still = new int[windowParts + 1];
    }

    /** The magnitude that crests are seen against from now on; 0 for none. */
    void setCeiling(float magnitude) {
        endCrest();
        ceiling = magnitude;
    }

    void add(float[] samples, int from, int to) {
        if (ceiling == 0) {
            return;
        }
        for (int start = from; start < to; start += RUN) {
            int end = Math.min(to, start + RUN);
            if (crestFeet == 0 && SamplePeak.raw(samples, start, end) < FOOT * ceiling) {
                previous = samples[end - 1];
                plateau = 0;
                continue; // nothing that counts: most of the sound
            }
            for (int i = start; i < end; i++) {
                add(SoundSamples.of(samples[i]));
            }
        }
    }

    private void add(float sample) {
        float magnitude = Math.abs(sample);
        if (magnitude < FOOT * ceiling || sample * previous < 0) {
            endCrest();
        }
        if (magnitude >= FOOT * ceiling) {
            crestFeet++;
            crestPeak = Math.max(crestPeak, magnitude);
            if (magnitude >= SHOULDER * ceiling) {
                crestShoulders++;
            }
        }
        float step = Math.abs(sample - previous);
        if (step <= STILL * ceiling && magnitude >= TOP * ceiling) {
            plateau++;
        } else {
            endPlateau();
            steep = step >= STEEP * ceiling;
        }
        previous = sample;
    }

    private void endPlateau() {
        if (steep && plateau + 1 >= SHORTEST_PLATEAU) {
            still[filling] += plateau;
        }
        plateau = 0;
    }

    private void endCrest() {
        if (crestPeak >= TOP * ceiling && crestPeak <= BEYOND * ceiling && crestFeet > 0) {
            feet[filling] += crestFeet;
            high[filling]++;
            if (crestFeet >= SHORTEST_FLAT && crestShoulders > FLAT * crestFeet) {
                flatFeet[filling] += crestFeet;
            }
        }
        crestFeet = 0;
        crestShoulders = 0;
        crestPeak = 0;
    }

    void endPart() {
        filling = (filling + 1) % feet.length;
        filled = Math.min(filled + 1, windowParts);
        clearFilling();
    }

    /**
     * The share of the time that high crests are within 3 dB of the ceiling that is of flat ones.
     */
    double flatShare() {
        return sum(high) < FEWEST ? 0 : sum(flatFeet) / (double) sum(feet);
    }

    /** Samples of the window that stand still. */
    int stillSamples() {
        return sum(still);
    }

    private int sum(int[] bySlot) {
        int sum = 0;
        for (int age = 1; age <= filled; age++) {
            sum += bySlot[Math.floorMod(filling - age, bySlot.length)];
        }
        return sum;
    }

    private void clearFilling() {
        feet[filling] = 0;
        flatFeet[filling] = 0;
        high[filling] = 0;
        still[filling] = 0;
    }

    void clear() {
        Arrays.fill(feet, 0);
        Arrays.fill(flatFeet, 0);
        Arrays.fill(high, 0);
        Arrays.fill(still, 0);
        filling = 0;
        filled = 0;
        ceiling = 0;
        crestFeet = 0;
        crestShoulders = 0;
        crestPeak = 0;
        previous = 0;
        steep = false;
        plateau = 0;
    }

    void save(DataOutput out) throws IOException {
        out.writeByte(filled);
        for (int age = filled; age >= 0; age--) {
            int slot = Math.floorMod(filling - age, feet.length);
            out.writeInt(feet[slot]);
            out.writeInt(flatFeet[slot]);
            out.writeInt(high[slot]);
            out.writeInt(still[slot]);
        }
        out.writeFloat(ceiling);
        out.writeInt(crestFeet);
        out.writeInt(crestShoulders);
        out.writeFloat(crestPeak);
        out.writeFloat(previous);
        out.writeBoolean(steep);
        out.writeInt(plateau);
    }

    void restore(DataInput in) throws IOException {
        clear();
        filled = in.readUnsignedByte();
        for (int age = filled; age >= 0; age--) {
            int slot = filled - age;
            feet[slot] = in.readInt();
            flatFeet[slot] = in.readInt();
            high[slot] = in.readInt();
            still[slot] = in.readInt();
        }
        filling = filled;
        ceiling = in.readFloat();
        crestFeet = in.readInt();
        crestShoulders = in.readInt();
        crestPeak = in.readFloat();
        previous = in.readFloat();
        steep = in.readBoolean();
        plateau = in.readInt();
    }
}
