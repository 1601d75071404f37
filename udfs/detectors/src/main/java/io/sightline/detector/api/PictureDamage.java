package io.sightline.detector.api;

/**
 * What the decoder said about one picture.
 *
 * @param concealed parts of it were invented because their data was damaged or lost
 * @param missingReference it was predicted from a picture that is not there
 * @param corrupt the decoder marks the picture as not trustworthy for another reason
 */
public record PictureDamage(boolean concealed, boolean missingReference, boolean corrupt) {

    public static final PictureDamage NONE = new PictureDamage(false, false, false);

    public boolean isDamaged() {
        return concealed || missingReference || corrupt;
    }
}
