package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;

import io.sightline.media.Track;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * Follows the streams of an open input: a new list when one appears or changes its format. Checked
 * for each packet, so the check reads a few native integers and allocates nothing.
 *
 * <p>Thread: the reading one. Ownership: the opener closes it.
 */
final class TrackList implements AutoCloseable {

    /** One stream as last seen. */
    private final class Entry {
        final AVStream stream; // borrowed from the input
        final AVCodecParameters parameters; // borrowed from the input
        FfmpegTrack track; // owned, closed in close() or when replaced
        long signature;

        Entry(AVStream stream) {
            this.stream = stream;
            parameters = stream.codecpar();
            signature = signature(parameters);
            track = openTrack();
        }

        FfmpegTrack openTrack() {
            TrackFacts facts = TrackFacts.of(stream, parameters, firstTrack);
            return new FfmpegTrack(
                    choice.includes(stream.index()) ? facts : facts.asOther(), parameters);
        }
    }

    private final AVFormatContext format; // borrowed
    private final int firstTrack;
    private final ProgrammeChoice choice;
    private final List<Entry> entries = new ArrayList<>();
    private List<Track> tracks = List.of();

    /**
     * @param firstTrack the number that the first stream's track gets
     */
    TrackList(AVFormatContext format, int firstTrack, ProgrammeChoice choice) {
        this.format = format;
        this.firstTrack = firstTrack;
        this.choice = choice;
        refreshAll();
    }

    List<Track> tracks() {
        return tracks;
    }

    Track.Kind kind(int index) {
        return entries.get(index).track.kind();
    }

    boolean hasMedia() {
        return tracks.stream().anyMatch(track -> track.kind() != Track.Kind.OTHER);
    }

    /** Looks at the stream a packet came from, and at all when their number changed. */
    void refresh(int index) {
        if (format.nb_streams() != entries.size()) {
            refreshAll();
            return;
        }
        Entry entry = entries.get(index);
        if (signature(entry.parameters) != entry.signature) {
            replace(entry);
            publish();
        }
    }

    private void refreshAll() {
        for (Entry entry : entries) {
            if (signature(entry.parameters) != entry.signature) {
                replace(entry);
            }
        }
        for (int i = entries.size(); i < format.nb_streams(); i++) {
            Entry entry = new Entry(format.streams(i));
            entries.add(entry);
            skipIfOther(entry);
        }
        publish();
    }

    private static void replace(Entry entry) {
        FfmpegTrack replaced = entry.track;
        entry.signature = signature(entry.parameters);
        entry.track = entry.openTrack();
        replaced.close();
        skipIfOther(entry);
    }

    /** Spares the demuxer the work on what nobody decodes; a stream may still turn out as media. */
    private static void skipIfOther(Entry entry) {
        if (entry.track.kind() == Track.Kind.OTHER && entry.parameters.codec_id() != 0) {
            entry.stream.discard(AVDISCARD_ALL);
        }
    }

    private void publish() {
        List<Track> list = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            list.add(entry.track);
        }
        tracks = List.copyOf(list);
    }

    /** Differs when a decoder might have to be opened anew. */
    private static long signature(AVCodecParameters parameters) {
        long signature = parameters.codec_type();
        signature = signature * 31 + parameters.codec_id();
        signature = signature * 31 + parameters.format();
        signature = signature * 8191 + parameters.width();
        signature = signature * 8191 + parameters.height();
        signature = signature * 8191 + parameters.sample_rate();
        return signature * 31 + parameters.extradata_size();
    }

    @Override
    public void close() {
        for (Entry entry : entries) {
            entry.track.close();
        }
    }
}
