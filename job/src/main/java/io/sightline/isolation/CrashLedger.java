package io.sightline.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks who is worked for, and knows who was when former processes died. A directory that cannot be
 * used is told once and costs the protection, never the watching.
 *
 * <p>Thread: the reader's task. Ownership: owns its marks until {@link #close()}; a process that
 * ends without it counts as crashed.
 */
public final class CrashLedger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CrashLedger.class);

    private final IsolationSettings settings;
    private final InstantSource clock;
    private final @Nullable CrashMarks marks; // owned, closed in close()
    private final @Nullable SuspectsFile file;
    private Map<String, CrashRecord> records = Map.of();
    private String version = "";

    private CrashLedger(
            IsolationSettings settings,
            InstantSource clock,
            @Nullable CrashMarks marks,
            @Nullable SuspectsFile file) {
        this.settings = settings;
        this.clock = clock;
        this.marks = marks;
        this.file = file;
    }

    /** Takes what dead processes left, and begins to mark. */
    public static CrashLedger open(IsolationSettings settings, InstantSource clock) {
        if (settings.directory() == null) {
            return new CrashLedger(settings, clock, null, null);
        }
        Path directory = Path.of(settings.directory());
        try {
            Files.createDirectories(directory);
            SuspectsFile file = new SuspectsFile(directory);
            AtomicReference<CrashMarks> created = new AtomicReference<>();
            Map<String, CrashRecord> found =
                    file.change(
                            records -> {
                                charge(directory, records, settings, clock.millis());
                                // Here nobody takes the new file, still without a lock, for left.
                                created.set(CrashMarks.create(directory));
                            });
            CrashLedger ledger = new CrashLedger(settings, clock, created.get(), file);
            ledger.records = found;
            ledger.version = file.version();
            return ledger;
        } catch (IOException e) {
            LOG.warn(
                    "Cannot keep crash marks in {}: a stream that kills the process will not be"
                            + " recognised; make the folder writable",
                    directory,
                    e);
            return new CrashLedger(settings, clock, null, null);
        }
    }

    private static void charge(
            Path directory,
            Map<String, CrashRecord> records,
            IsolationSettings settings,
            long nowMillis)
            throws IOException {
        for (LeftMarks.Crash crash : LeftMarks.take(directory)) {
            crash.suspects()
                    .forEach(
                            (input, activity) -> {
                                CrashRecord charged =
                                        records.getOrDefault(
                                                        input.fingerprint(),
                                                        CrashRecord.first(input, activity))
                                                .charged(activity, nowMillis, settings);
                                records.put(input.fingerprint(), charged);
                                LOG.warn(
                                        "stream={} was being {} when a process died: {} of {}"
                                                + " times",
                                        input.stream(),
                                        charged.doing(),
                                        charged.crashes(),
                                        settings.crashLimit());
                            });
        }
        records.values().removeIf(record -> record.isForgotten(nowMillis, settings));
    }

    /** A mark for one rendition of the stream. */
    public CrashMark mark(MarkedInput input) {
        if (marks != null) {
            try {
                return marks.open(input);
            } catch (IOException e) {
                LOG.warn("Cannot mark stream={}: its crashes will go unnoticed", input.stream(), e);
            }
        }
        return CrashMark.forgotten();
    }

    /** What is held against a stream, if anything. */
    public Optional<CrashRecord> recordOf(MarkedInput input) {
        return Optional.ofNullable(records.get(input.fingerprint()));
    }

    /** How many suspects start before this one, in whichever reader: all know the same records. */
    public int suspectsBefore(MarkedInput input) {
        long now = clock.millis();
        Comparator<CrashRecord> worstFirst =
                Comparator.comparingInt(CrashRecord::crashes)
                        .reversed()
                        .thenComparing(CrashRecord::input, CrashRecord.BY_NAME);
        List<MarkedInput> turns =
                records.values().stream()
                        .filter(record -> record.isSuspect() && !record.isQuarantined(now))
                        .sorted(worstFirst)
                        .map(CrashRecord::input)
                        .toList();
        return Math.max(0, turns.indexOf(input));
    }

    /** Looks whether somebody released streams by hand. */
    public void refresh() {
        if (file == null) {
            return;
        }
        try {
            String now = file.version();
            if (!now.equals(version)) {
                version = now;
                records = file.read();
            }
        } catch (IOException e) {
            LOG.debug("Cannot look at the suspects now", e); // the next look may
        }
    }

    /** The stream was live for long enough. */
    public void exonerate(MarkedInput input) {
        LOG.info("stream={} is no suspect any more", input.stream());
        change(
                now ->
                        now.computeIfPresent(
                                input.fingerprint(), (key, record) -> record.exonerated()));
    }

    /** Somebody changed its entry by hand: it begins anew. */
    public void forgive(MarkedInput input) {
        LOG.info("stream={} is released from quarantine", input.stream());
        change(now -> now.remove(input.fingerprint()));
    }

    private void change(SuspectsFile.Change change) {
        if (file == null) {
            return;
        }
        try {
            records =
                    file.change(
                            now -> {
                                change.apply(now);
                                now.values().removeIf(r -> r.isForgotten(clock.millis(), settings));
                            });
            version = file.version();
        } catch (IOException e) {
            LOG.warn("Cannot change the suspects; check the folder of crash marks", e);
        }
    }

    /** The records of a directory, whoever uses it now. */
    public static List<CrashRecord> list(Path directory) throws IOException {
        return List.copyOf(new SuspectsFile(directory).read().values());
    }

    /**
     * Forgets what is held against streams; a job that runs follows within seconds.
     *
     * @return those it forgot
     */
    public static List<CrashRecord> release(Path directory, Collection<String> streams)
            throws IOException {
        List<CrashRecord> released =
                list(directory).stream()
                        .filter(record -> streams.contains(record.input().stream().value()))
                        .toList();
        new SuspectsFile(directory)
                .change(records -> released.forEach(r -> records.remove(r.input().fingerprint())));
        return released;
    }

    @Override
    public void close() {
        if (marks != null) {
            try {
                marks.close();
            } catch (IOException e) {
                LOG.warn("Cannot delete crash marks; they count as those of a crash", e);
            }
        }
    }
}
