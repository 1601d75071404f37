package io.sightline.isolation;

import io.sightline.detector.model.StreamId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what dead processes left: who was at work when they died. */
final class LeftMarks {

    private LeftMarks() {}

    /** Those of one process that are to be held responsible for its death, each stream once. */
    record Crash(Map<MarkedInput, Activity> suspects) {
        Crash {
            suspects = Map.copyOf(suspects);
        }
    }

    /** How likely it is to blame; the likelier come later. */
    private enum Weight {
        PERHAPS_AT_WORK,
        AT_WORK,
        ON_TRIAL;

        static Weight of(int note) {
            return switch (note) {
                case CrashMark.AT_WORK_ON_TRIAL -> ON_TRIAL;
                case CrashMark.PERHAPS_AT_WORK -> PERHAPS_AT_WORK;
                default -> AT_WORK;
            };
        }
    }

    private record Mark(MarkedInput input, Activity activity, Weight weight) {}

    /**
     * Takes what the dead left; the files are gone afterwards.
     *
     * @return one crash for each process that died, whoever was at work
     */
    static List<Crash> take(Path directory) throws IOException {
        Map<String, List<Mark>> byProcess = new TreeMap<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, "*" + CrashMarks.SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String process = processOf(name);
                if (!process.equals(CrashMarks.thisProcess())) {
                    take(file, byProcess.computeIfAbsent(process, p -> new ArrayList<>()));
                }
            }
        }
        return byProcess.values().stream()
                .filter(marks -> !marks.isEmpty())
                .map(LeftMarks::responsible)
                .toList();
    }

    private static String processOf(String fileName) {
        String[] parts = fileName.split("-", 3);
        return parts.length == 3 ? parts[0] + "-" + parts[1] : fileName;
    }

    private static void take(Path file, List<Mark> into) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return; // its process lives
            }
            long most = (long) CrashMarks.MOST_SLOTS * CrashMark.SLOT_BYTES;
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // One read need not bring all of it.
            }
            bytes.flip().order(ByteOrder.nativeOrder());
            int end = bytes.limit() - CrashMark.SLOT_BYTES;
            for (int slot = 0; slot <= end; slot += CrashMark.SLOT_BYTES) {
                read(bytes, slot, into);
            }
            Files.deleteIfExists(file);
        }
    }

    private static void read(ByteBuffer bytes, int slot, List<Mark> into) {
        int reading = bytes.getInt(slot + CrashMark.READING_AT);
        int examining = bytes.getInt(slot + CrashMark.EXAMINING_AT);
        int length = bytes.getInt(slot + CrashMark.LENGTH_AT);
        boolean isIdle = reading == CrashMark.IDLE && examining == CrashMark.IDLE;
        if (isIdle || length <= 0 || length > CrashMark.SLOT_BYTES - CrashMark.NAME_AT) {
            return;
        }
        byte[] name = new byte[length];
        bytes.get(slot + CrashMark.NAME_AT, name);
        String[] words = new String(name, StandardCharsets.UTF_8).split(" ", 2);
        if (words.length == 2 && !words[1].isBlank()) {
            into.add(
                    new Mark(
                            new MarkedInput(new StreamId(words[1]), words[0]),
                            examining == CrashMark.IDLE ? Activity.READ : Activity.EXAMINED,
                            Weight.of(examining == CrashMark.IDLE ? reading : examining)));
        }
    }

    /** Those on trial, if any of them was at work; else who surely was; else who perhaps was. */
    private static Crash responsible(List<Mark> marks) {
        Weight heaviest = Collections.max(marks.stream().map(Mark::weight).toList());
        Map<MarkedInput, Activity> suspects = new TreeMap<>(CrashRecord.BY_NAME);
        for (Mark mark : marks) {
            if (mark.weight() == heaviest) {
                suspects.merge(mark.input(), mark.activity(), (a, b) -> a.compareTo(b) > 0 ? a : b);
            }
        }
        return new Crash(suspects);
    }
}
