package io.sightline.evidence;

import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.OnsetDoubt;
import io.sightline.flow.EvidenceRequest;
import io.sightline.media.Clip;
import io.sightline.media.MediaException;
import io.sightline.media.ffmpeg.FfmpegMedia;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.fs.Path;

/**
 * Makes files of a capture. The manifest comes last: where it is, all is there, and a replay of the
 * incident leaves it alone, since it knows no more than the first time, unless the job ended within
 * the clip. Thread: the worker's.
 */
class EvidenceWriter {

    private final FfmpegMedia media = new FfmpegMedia();
    private final EvidenceMetrics metrics;

    EvidenceWriter(EvidenceMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * @param capture borrowed
     * @throws IOException when the file system refuses
     */
    void write(Capture capture) throws IOException {
        Path manifestFile = new Path(capture.folder(), EvidenceNames.MANIFEST);
        if (EvidenceFiles.exists(manifestFile)
                && !EvidenceManifest.isCutShort(EvidenceFiles.read(manifestFile))) {
            return;
        }
        EvidenceRequest incident = capture.incident();
        EvidenceManifest manifest = new EvidenceManifest(incident);
        if (capture.isCutShort()) {
            manifest.isCutShort();
        }
        if (capture.packets().isEmpty()) {
            manifest.lacks("no media arrived before it, or none since the job was restarted");
        } else {
            stills(capture, manifest);
            clip(capture, manifest);
        }
        EvidenceFiles.write(manifestFile, manifest.bytes());
        metrics.written();
        if (!manifest.missing().isEmpty()) {
            metrics.incomplete(incident, String.join("; ", manifest.missing()));
        }
    }

    private void stills(Capture capture, EvidenceManifest manifest) throws IOException {
        List<KeptPacket> packets = capture.packets();
        if (packets.stream().noneMatch(KeptPacket::isPicture)) {
            manifest.lacks("there are no pictures around it");
            return;
        }
        long startMicros = capture.incident().mediaStartMicros();
        StillPictures.Found found;
        try {
            found = StillPictures.around(media, packets, startMicros, lastGoodMicros(capture));
        } catch (MediaException | IllegalStateException e) {
            manifest.lacks("its pictures cannot be shown: " + e.getMessage());
            return;
        }
        boolean isPast =
                packets.stream().allMatch(p -> !p.hasTime() || p.timeMicros() > startMicros);
        if (isPast) {
            // It began earlier than what is kept: these pictures are later ones.
            manifest.lacks("its start is not among the packets that were kept");
        }
        if (found.firstBad() != null) {
            EvidenceFiles.write(
                    new Path(capture.folder(), EvidenceNames.FIRST_BAD), found.firstBad().jpeg());
            manifest.add("first_bad", found.firstBad(), EvidenceNames.FIRST_BAD);
        } else {
            manifest.lacks("no picture was shown since it began");
        }
        if (found.lastGood() != null) {
            EvidenceFiles.write(
                    new Path(capture.folder(), EvidenceNames.LAST_GOOD), found.lastGood().jpeg());
            manifest.add("last_good", found.lastGood(), EvidenceNames.LAST_GOOD);
        } else {
            manifest.lacks("no picture of before it was kept");
        }
    }

    private static long lastGoodMicros(Capture capture) {
        EvidenceRequest incident = capture.incident();
        return incident.mediaStartMicros() - OnsetDoubt.micros(new DefectId(incident.defect()));
    }

    private void clip(Capture capture, EvidenceManifest manifest) throws IOException {
        long startMicros = capture.incident().mediaStartMicros();
        ClipPackets chosen = ClipPackets.of(capture.packets(), startMicros);
        Clip clip;
        try {
            clip =
                    media.remux(
                            chosen.packets().get(0).tracks().tracks(),
                            chosen.packets().stream().map(KeptPacket::packet).toList());
        } catch (MediaException | IllegalStateException e) {
            manifest.lacks("there is no clip: " + e.getMessage());
            return;
        }
        String name = EvidenceNames.clip(clip.extension());
        EvidenceFiles.write(new Path(capture.folder(), name), clip.bytes());
        manifest.add(clip, name, chosen.beginsWithEntry(), startMicros);
    }
}
