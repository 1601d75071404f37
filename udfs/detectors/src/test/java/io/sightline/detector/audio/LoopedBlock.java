package io.sightline.detector.audio;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.ChannelRole;
import java.util.List;

/** A sound played again and again in blocks of one size, on a timeline that goes on. */
final class LoopedBlock implements AudioBlock {

    private final Sound sound;
    private final float[][] planes;
    private long position;

    LoopedBlock(Sound sound, int blockSamples) {
        this.sound = sound;
        planes = new float[2][blockSamples];
    }

    AudioBlock next() {
        position += sampleCount();
        int from = (int) (position % (sound.sampleCount() - sampleCount()));
        for (int channel = 0; channel < planes.length; channel++) {
            System.arraycopy(sound.plane(channel), from, planes[channel], 0, sampleCount());
        }
        return this;
    }

    @Override
    public long presentationTimeMicros() {
        return position * 1_000_000 / sound.rateHz();
    }

    @Override
    public int sampleRateHz() {
        return sound.rateHz();
    }

    @Override
    public int sampleCount() {
        return planes[0].length;
    }

    @Override
    public List<ChannelRole> channels() {
        return Sound.STEREO;
    }

    @Override
    public float[] samples(int channel) {
        return planes[channel];
    }
}
