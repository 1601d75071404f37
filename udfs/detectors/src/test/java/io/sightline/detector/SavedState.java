package io.sightline.detector;

import io.sightline.detector.api.Detector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What a detector saves, and a successor that goes on from it. */
public final class SavedState {

    private SavedState() {}

    public static byte[] of(Detector detector) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        detector.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** Restores into {@code successor} what a detector of its version saved. */
    public static void restore(Detector successor, byte[] saved) throws IOException {
        restore(successor, successor.stateVersion(), saved);
    }

    public static void restore(Detector successor, int version, byte[] saved) throws IOException {
        successor.restore(version, new DataInputStream(new ByteArrayInputStream(saved)));
    }

    /** The successor, going on where the other one is. */
    public static <D extends Detector> D handedOver(D from, D successor) throws IOException {
        restore(successor, of(from));
        return successor;
    }
}
