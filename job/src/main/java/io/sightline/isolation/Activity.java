package io.sightline.isolation;

/** What was being done with a stream when its process died; kept in files, so never renamed. */
public enum Activity {
    READ,
    EXAMINED
}
