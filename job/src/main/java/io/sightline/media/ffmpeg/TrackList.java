package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;

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
        boolean isRead;
        boolean wasRead; // its packets tell that it is back
        boolean isSkipped; // by the demuxer
        boolean hasPackets; // since the PMT in force came

        Entry(AVStream stream) {
            this.stream = stream;
            parameters = stream.codecpar();
            signature = signature(parameters);
            isRead = choice.lists(stream.index()) || choice.isEverything();
            track = openTrack();
        }

        FfmpegTrack openTrack() {
            TrackFacts facts = TrackFacts.of(stream, parameters, firstTrack, isTransport);
            return new FfmpegTrack(isRead ? facts : facts.asOther(), parameters);
        }

        boolean isKnown() {
            return parameters.width() > 0 || parameters.sample_rate() > 0;
        }

        /**
         * Whether it is read with the PMT in force. A damaged one may pass for good, so what it
         * drops is read until something of what it lists instead has come.
         */
        boolean shouldBeRead() {
            return choice.lists(stream.index()) || (isRead && !hasSuccessor());
        }

        private boolean hasSuccessor() {
            for (Entry other : entries) {
                if (other.hasPackets
                        && other.parameters.codec_type() == parameters.codec_type()
                        && choice.lists(other.stream.index())) {
                    return true;
                }
            }
            return false;
        }
    }

    private final AVFormatContext format; // borrowed
    private final int firstTrack;
    private final ProgrammeChoice choice;
    private final boolean isTransport;
    private final List<Entry> entries = new ArrayList<>();
    private List<Track> tracks = List.of();

    /**
     * @param firstTrack the number that the first stream's track gets
     */
    TrackList(AVFormatContext format, int firstTrack, ProgrammeChoice choice) {
        this.format = format;
        this.firstTrack = firstTrack;
        this.choice = choice;
        isTransport = format.iformat().name().getString().equals("mpegts");
        choice.update();
        addNew();
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

    /** Looks at the stream a packet came from, and at all when the PMT or their number changed. */
    void refresh(int index) {
        boolean isNew = format.nb_streams() != entries.size();
        if (choice.update() || isNew) {
            addNew();
            entries.forEach(entry -> entry.hasPackets = false);
        }
        Entry entry = entries.get(index);
        boolean isFirst = !entry.hasPackets;
        entry.hasPackets = true;
        if (isNew || isFirst || signature(entry.parameters) != entry.signature) {
            refreshAll();
        }
    }

    private void addNew() {
        for (int i = entries.size(); i < format.nb_streams(); i++) {
            Entry entry = new Entry(format.streams(i));
            entries.add(entry);
            skipIfOther(entry);
        }
    }

    private void refreshAll() {
        boolean changed = tracks.size() != entries.size();
        for (Entry entry : entries) {
            boolean isRead = entry.shouldBeRead();
            if (isRead != entry.isRead || signature(entry.parameters) != entry.signature) {
                entry.wasRead |= entry.isRead;
                entry.isRead = isRead;
                replace(entry);
                changed = true;
            }
        }
        if (changed) {
            publish();
        }
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
        boolean skip =
                entry.track.kind() == Track.Kind.OTHER
                        && entry.parameters.codec_id() != 0
                        && !entry.wasRead;
        if (skip != entry.isSkipped) {
            entry.isSkipped = skip;
            entry.stream.discard(skip ? AVDISCARD_ALL : AVDISCARD_DEFAULT);
        }
    }

    /** Decoders take the first of a kind: those of which probing saw nothing come last. */
    private void publish() {
        List<Track> list = new ArrayList<>(entries.size());
        entries.stream().filter(Entry::isKnown).forEach(entry -> list.add(entry.track));
        entries.stream().filter(entry -> !entry.isKnown()).forEach(entry -> list.add(entry.track));
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
