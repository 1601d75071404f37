package io.sightline.media.ffmpeg;

import io.sightline.detector.api.ChromaFormat;
import io.sightline.media.ffmpeg.SamplePlane.Layout;

/**
 * Where the colour differences of a pixel format are.
 *
 * @param cbOffsetBytes of the first sample of Cb in its plane; Cr may follow it in the same plane
 */
record ChromaPlanes(
        ChromaFormat format, int cbPlane, int cbOffsetBytes, int crPlane, int crOffsetBytes) {

    Layout cb(int lumaWidth, int lumaHeight, int bytesPerSample) {
        return layout(cbPlane, cbOffsetBytes, lumaWidth, lumaHeight, bytesPerSample);
    }

    Layout cr(int lumaWidth, int lumaHeight, int bytesPerSample) {
        return layout(crPlane, crOffsetBytes, lumaWidth, lumaHeight, bytesPerSample);
    }

    private Layout layout(
            int plane, int offsetBytes, int lumaWidth, int lumaHeight, int bytesPerSample) {
        int rowBytes = (format.width(lumaWidth) - 1) * format.stepBytes() + bytesPerSample;
        return new Layout(plane, offsetBytes, rowBytes, format.height(lumaHeight));
    }
}
