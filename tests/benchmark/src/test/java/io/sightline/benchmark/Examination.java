package io.sightline.benchmark;

import io.sightline.detector.api.AudioBlock;
import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.MeasurementSink;
import io.sightline.detector.api.SyncDetector;
import io.sightline.detector.api.TrackPresence;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.api.VideoFrame;
import java.util.ArrayList;
import java.util.List;

/** Several detectors, as one rendition has them. */
class Examination implements DecodedClip.Watcher {

    final List<VideoDetector> video = new ArrayList<>();
    final List<AudioDetector> audio = new ArrayList<>();
    final List<SyncDetector> sync = new ArrayList<>();
    final MeasurementSink sink;

    Examination(List<Detector> detectors, MeasurementSink sink) {
        this.sink = sink;
        for (Detector detector : detectors) {
            if (detector instanceof VideoDetector its) {
                video.add(its);
            }
            if (detector instanceof AudioDetector its) {
                audio.add(its);
            }
            if (detector instanceof SyncDetector its) {
                sync.add(its);
                its.onTracks(new TrackPresence(true, true), sink);
            }
        }
    }

    @Override
    public void onFrame(VideoFrame frame) {
        video.forEach(detector -> detector.onFrame(frame, sink));
        sync.forEach(detector -> detector.onFrame(frame, sink));
    }

    @Override
    public void onBlock(AudioBlock block) {
        audio.forEach(detector -> detector.onBlock(block, sink));
        sync.forEach(detector -> detector.onBlock(block, sink));
    }
}
