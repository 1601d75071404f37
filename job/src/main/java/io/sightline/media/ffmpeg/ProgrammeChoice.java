package io.sightline.media.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.sightline.media.MediaException;
import io.sightline.media.MediaException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVProgram;

/**
 * Which of several programmes in one container is read. The choice holds until the input is closed;
 * what belongs to the programme may change at any time: the PMT in force says. Thread: the reading
 * one.
 */
final class ProgrammeChoice {

    /** No programmes, or only one that nobody asked for by number: everything is read. */
    private static final int EVERYTHING = 0;

    private final AVFormatContext format; // borrowed
    private final int number;
    private final List<Listed> programs = new ArrayList<>();

    private ProgrammeChoice(AVFormatContext format, int number) {
        this.format = format;
        this.number = number;
    }

    /**
     * @param wanted its number, or 0 for the first with video
     * @throws MediaException when there is no such programme
     */
    static ProgrammeChoice of(NativeInput input, int wanted) throws MediaException {
        AVFormatContext format = input.format();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < format.nb_programs(); i++) {
            numbers.add(format.programs(i).program_num());
        }
        if (wanted == 0) {
            boolean isChoice = numbers.size() > 1;
            return new ProgrammeChoice(format, isChoice ? firstWithVideo(format) : EVERYTHING);
        } else if (!numbers.contains(wanted)) {
            throw new MediaException(
                    Reason.NOT_MEDIA,
                    "Cannot open '%s': there is no programme %d in it, but %s."
                            .formatted(
                                    input.shown(), wanted, numbers.isEmpty() ? "none" : numbers));
        }
        return new ProgrammeChoice(format, wanted);
    }

    private static int firstWithVideo(AVFormatContext format) {
        for (int i = 0; i < format.nb_programs(); i++) {
            AVProgram program = format.programs(i);
            for (int k = 0; k < program.nb_stream_indexes(); k++) {
                int stream = program.stream_index().get(k);
                if (format.streams(stream).codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
                    return program.program_num();
                }
            }
        }
        return format.programs(0).program_num();
    }

    boolean isEverything() {
        return number == EVERYTHING;
    }

    /** Whether the stream with this index is listed in what is read, by the PMT in force. */
    boolean lists(int stream) {
        if (programs.isEmpty()) {
            return isEverything();
        }
        return programs.stream().anyMatch(one -> isRead(one) && one.streams.contains(stream));
    }

    private boolean isRead(Listed one) {
        return isEverything() || one.program.program_num() == number;
    }

    /**
     * Looks whether a PMT came since the last call. The library only ever adds to a program's list;
     * emptied, it is filled by the next PMT with what that one lists. Allocates nothing otherwise.
     */
    boolean update() {
        boolean changed = false;
        for (int i = programs.size(); i < format.nb_programs(); i++) {
            programs.add(new Listed(format.programs(i)));
        }
        for (int i = 0; i < programs.size(); i++) {
            changed |= programs.get(i).update();
        }
        return changed;
    }

    /** A program of the library, which moves none and forgets none, and what is in it. */
    private static final class Listed {
        private final AVProgram program; // borrowed
        private Set<Integer> streams = Set.of();

        Listed(AVProgram program) {
            this.program = program;
        }

        boolean update() {
            int count = program.nb_stream_indexes();
            if (count == 0) {
                return false;
            }
            Set<Integer> listed = new LinkedHashSet<>();
            for (int k = 0; k < count; k++) {
                listed.add(program.stream_index().get(k));
            }
            program.nb_stream_indexes(0);
            boolean changed = !listed.equals(streams);
            streams = listed;
            return changed;
        }
    }
}
