package io.sightline.decode;

import io.sightline.media.AudioDecoder;
import io.sightline.media.MediaException;
import io.sightline.media.Track;
import io.sightline.media.VideoDecoder;
import java.io.Serializable;

/** Opens decoders on the calling thread. Ownership: the caller closes what it gets. */
public interface DecoderOpener extends Serializable {

    VideoDecoder openVideo(Track track) throws MediaException;

    AudioDecoder openAudio(Track track) throws MediaException;
}
