package io.sightline.detector.audio;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.ChannelRole;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** The K-weighted power of one format's channels, each with its filter and weight. */
final class KWeightedPower {

    private final KFilter[] filters; // one for each channel, also where the weight is 0
    private final double[] weights;

    KWeightedPower(int sampleRateHz, List<ChannelRole> roles) {
        filters = new KFilter[roles.size()];
        weights = new double[roles.size()];
        for (int channel = 0; channel < filters.length; channel++) {
            filters[channel] = new KFilter(sampleRateHz);
            weights[channel] = ChannelWeights.of(roles.get(channel), roles);
        }
    }

    void add(AudioBlock block, int from, int to) {
        for (int channel = 0; channel < filters.length; channel++) {
            if (weights[channel] > 0) {
                filters[channel].add(block.samples(channel), from, to);
            }
        }
    }

    /** The weighted mean power of what was added since the last call. */
    double takeMean(int sampleCount) {
        double sum = 0;
        for (int channel = 0; channel < filters.length; channel++) {
            sum += weights[channel] * filters[channel].takeSquareSum();
        }
        return sum / sampleCount;
    }

    void reset() {
        for (KFilter filter : filters) {
            filter.reset();
        }
    }

    void save(DataOutput out) throws IOException {
        for (KFilter filter : filters) {
            filter.save(out);
        }
    }

    void restore(DataInput in) throws IOException {
        for (KFilter filter : filters) {
            filter.restore(in);
        }
    }
}
