package io.sightline.readback;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of measurements below one folder of this machine. Each writer of a run numbers its own:
 * read in that order, the rows of a rendition are in order. What different writers wrote is put one
 * after the other by time where they share streams, and read side by side where they do not.
 *
 * @param folder that was given as {@code --output}
 */
public record MeasurementFiles(Path folder) implements MeasurementsRecord {

    private static final Pattern NUMBERED = Pattern.compile("(.*)-(\\d+)(\\.[^.-]*)?");

    /** What one writer wrote, in order. */
    private static final class Chain {
        private final TreeMap<Long, Path> files = new TreeMap<>(); // by number
        private long firstMillis = Long.MAX_VALUE;

        List<Path> inOrder() {
            return List.copyOf(files.values());
        }
    }

    @Override
    public List<Part> parts(int atMost) throws UnreadableRecordException {
        Path files = folder.resolve("measurements");
        if (!Files.isDirectory(files)) {
            throw new UnreadableRecordException(
                    "There are no measurements in '"
                            + folder
                            + "': the folder measurements is not there. Name the folder that was"
                            + " given to 'sightline monitor' with --output DIR.");
        }
        List<Chain> chains = chains(files);
        if (chains.isEmpty()) {
            throw new UnreadableRecordException(
                    "There are no measurements in '"
                            + files
                            + "' yet: files get their names when a checkpoint completes. Run it"
                            + " again later.");
        }
        if (atMost <= 1 || chains.size() == 1) {
            return List.of(part(chains));
        }
        return apart(chains, atMost);
    }

    private List<Chain> chains(Path files) throws UnreadableRecordException {
        List<Path> complete;
        try {
            complete = FileRecord.complete(files);
        } catch (IOException e) {
            throw unreadable(files, e);
        }
        Map<String, Chain> chains = new TreeMap<>();
        for (Path file : complete) {
            Matcher name = NUMBERED.matcher(file.getFileName().toString());
            boolean isNumbered = name.matches();
            Chain chain =
                    chains.computeIfAbsent(
                            isNumbered ? name.group(1) : file.toString(), key -> new Chain());
            chain.files.put(isNumbered ? Long.parseLong(name.group(2)) : 0, file);
        }
        for (Chain chain : chains.values()) {
            Path first = chain.files.firstEntry().getValue();
            try (ParquetMeasurements rows = ParquetMeasurements.open(first)) {
                chain.firstMillis = rows.firstSecondMillis();
            } catch (IOException e) {
                throw unreadable(first, e);
            }
        }
        List<Chain> ordered = new ArrayList<>(chains.values());
        ordered.sort(Comparator.comparingLong(chain -> chain.firstMillis));
        return ordered;
    }

    /** Chains that share a stream stay together. */
    private List<Part> apart(List<Chain> chains, int atMost) throws UnreadableRecordException {
        int[] group = new int[chains.size()];
        Map<String, Integer> seenIn = new HashMap<>();
        for (int index = 0; index < group.length; index++) {
            group[index] = index;
            for (Path file : chains.get(index).inOrder()) {
                try (ParquetMeasurements rows = ParquetMeasurements.open(file)) {
                    for (String stream : rows.streams()) {
                        Integer other = seenIn.putIfAbsent(stream, index);
                        if (other != null) {
                            join(group, other, index);
                        }
                    }
                } catch (IOException e) {
                    throw unreadable(file, e);
                }
            }
        }
        Map<Integer, List<Chain>> groups = new TreeMap<>();
        for (int index = 0; index < group.length; index++) {
            groups.computeIfAbsent(root(group, index), key -> new ArrayList<>())
                    .add(chains.get(index));
        }
        return groups.values().stream().map(this::part).toList();
    }

    private static int root(int[] group, int index) {
        int root = index;
        while (group[root] != root) {
            root = group[root];
        }
        return root;
    }

    private static void join(int[] group, int one, int other) {
        group[root(group, other)] = root(group, one);
    }

    private Part part(List<Chain> chains) {
        List<Path> files = chains.stream().flatMap(chain -> chain.inOrder().stream()).toList();
        return (metrics, span, taker) -> {
            Map<String, MeasuredRendition> known = new HashMap<>();
            for (Path file : files) {
                try (ParquetMeasurements rows = ParquetMeasurements.open(file)) {
                    rows.read(metrics, span, known, taker);
                } catch (IOException e) {
                    throw unreadable(file, e);
                }
            }
        };
    }

    private UnreadableRecordException unreadable(Path file, IOException failure) {
        String reason =
                failure instanceof AccessDeniedException
                        ? "permission denied"
                        : failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return new UnreadableRecordException(
                "Cannot read '"
                        + file
                        + "': "
                        + reason
                        + ". Let this user read everything below '"
                        + folder
                        + "', move what is no file of measurements away, and run it again;"
                        + " 'sightline verify' tells what is damaged.",
                failure);
    }
}
