package io.sightline.readback;

import io.sightline.readback.FileChain.UnreadableFileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of measurements below one folder of this machine. What different writers wrote is read
 * one after the other where they share streams, and side by side where they do not.
 *
 * @param folder that was given as {@code --output}
 */
public record MeasurementFiles(Path folder) implements MeasurementsRecord {

    private static final Pattern NUMBERED = Pattern.compile("(.*)-(\\d+)(\\.[^.-]*)?");

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
        List<FileChain> chains = chains(files);
        if (chains.isEmpty()) {
            throw new UnreadableRecordException(
                    "There are no measurements in '"
                            + files
                            + "' yet: files get their names when a checkpoint completes. Run it"
                            + " again later.");
        }
        try {
            for (FileChain chain : chains) {
                chain.describe();
            }
            List<Part> parts = new ArrayList<>();
            for (List<FileChain> together : apart(chains)) {
                parts.add(part(FileChain.inOrder(together)));
            }
            return parts;
        } catch (UnreadableFileException e) {
            throw unreadable(e.file(), e);
        }
    }

    private List<FileChain> chains(Path files) throws UnreadableRecordException {
        List<Path> complete;
        try {
            complete = FileRecord.complete(files);
        } catch (IOException e) {
            throw unreadable(files, e);
        }
        Map<String, FileChain> chains = new TreeMap<>();
        for (Path file : complete) {
            Matcher name = NUMBERED.matcher(file.getFileName().toString());
            boolean isNumbered = name.matches();
            String writer = isNumbered ? name.group(1) : file.toString();
            chains.computeIfAbsent(writer, key -> new FileChain())
                    .add(isNumbered ? Long.parseLong(name.group(2)) : 0, file);
        }
        return List.copyOf(chains.values());
    }

    /** Chains that share a stream stay together. */
    private static List<List<FileChain>> apart(List<FileChain> chains) {
        int[] group = new int[chains.size()];
        Map<String, Integer> seenIn = new HashMap<>();
        for (int index = 0; index < group.length; index++) {
            group[index] = index;
            for (String stream : chains.get(index).streams()) {
                Integer other = seenIn.putIfAbsent(stream, index);
                if (other != null) {
                    group[root(group, index)] = root(group, other);
                }
            }
        }
        Map<Integer, List<FileChain>> groups = new TreeMap<>();
        for (int index = 0; index < group.length; index++) {
            groups.computeIfAbsent(root(group, index), key -> new ArrayList<>())
                    .add(chains.get(index));
        }
        return List.copyOf(groups.values());
    }

    private static int root(int[] group, int index) {
        int root = index;
        while (group[root] != root) {
            root = group[root];
        }
        return root;
    }

    private Part part(List<FileChain> chains) {
        List<Path> files = chains.stream().flatMap(chain -> chain.files().stream()).toList();
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
        Throwable cause = failure instanceof UnreadableFileException ? failure.getCause() : failure;
        String reason =
                cause instanceof AccessDeniedException
                        ? "permission denied"
                        : cause.getMessage() == null ? cause.toString() : cause.getMessage();
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
