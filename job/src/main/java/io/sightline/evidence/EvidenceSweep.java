package io.sightline.evidence;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes evidence that is older than it may get, now and then. It touches nothing but what has the
 * names of {@link EvidenceNames}, deletes folders only when they are empty, and takes no offence at
 * what another sweep deletes at the same time.
 *
 * <p>The age of an incident's evidence is that of its files: media of a recording may carry any
 * date. A folder's date only spares looking into those that are too young. Thread: the worker's.
 */
final class EvidenceSweep {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceSweep.class);
    private static final Duration INTERVAL = Duration.ofMinutes(30);

    private final Path base;
    private final Duration keep;
    private final Clock clock;
    private long lastMillis = Long.MIN_VALUE;

    EvidenceSweep(String base, Duration keep, Clock clock) {
        this.base = new Path(base);
        this.keep = keep;
        this.clock = clock;
    }

    /** Null when nothing is ever deleted. */
    static @Nullable EvidenceSweep of(EvidenceSettings settings) {
        return settings.keep().isZero()
                ? null
                : new EvidenceSweep(settings.folder(), settings.keep(), Clock.systemUTC());
    }

    /** Does it if the last time is long enough ago; trouble is told and tried again. */
    void whenDue() {
        long now = clock.millis();
        if (lastMillis != Long.MIN_VALUE && now - lastMillis < INTERVAL.toMillis()) {
            return;
        }
        lastMillis = now;
        try {
            int deleted = sweep();
            if (deleted > 0) {
                LOG.info("Deleted the evidence of {} incidents older than {}", deleted, keep);
            }
        } catch (IOException e) {
            LOG.warn("Cannot delete old evidence in {}; it is tried again", base, e);
        }
    }

    /** How many incidents' evidence was deleted. */
    int sweep() throws IOException {
        long limitMillis = clock.millis() - keep.toMillis();
        String youngest =
                LocalDate.ofInstant(Instant.ofEpochMilli(limitMillis), ZoneOffset.UTC).toString();
        int deleted = 0;
        for (FileStatus date : EvidenceFiles.list(base)) {
            String name = date.getPath().getName();
            boolean isOld =
                    EvidenceNames.DATE.matcher(name).matches() && name.compareTo(youngest) <= 0;
            if (!date.isDir() || !isOld) {
                continue;
            }
            for (FileStatus stream : EvidenceFiles.list(date.getPath())) {
                if (stream.isDir()) {
                    deleted += sweepStream(stream.getPath(), limitMillis);
                }
            }
            EvidenceFiles.deleteIfPossible(date.getPath());
        }
        return deleted;
    }

    private static int sweepStream(Path stream, long limitMillis) throws IOException {
        int deleted = 0;
        for (FileStatus incident : EvidenceFiles.list(stream)) {
            String name = incident.getPath().getName();
            if (incident.isDir()
                    && EvidenceNames.INCIDENT.matcher(name).matches()
                    && sweepIncident(incident.getPath(), limitMillis)) {
                deleted++;
            }
        }
        EvidenceFiles.deleteIfPossible(stream);
        return deleted;
    }

    private static boolean sweepIncident(Path incident, long limitMillis) throws IOException {
        FileStatus[] files = EvidenceFiles.list(incident);
        for (FileStatus file : files) {
            if (file.getModificationTime() > limitMillis) {
                return false;
            }
        }
        for (FileStatus file : files) {
            String name = file.getPath().getName();
            boolean isLeftOver = name.startsWith("."); // of a writer that was killed
            if (EvidenceNames.FILES.contains(name) || isLeftOver) {
                EvidenceFiles.deleteIfPossible(file.getPath());
            }
        }
        EvidenceFiles.deleteIfPossible(incident);
        return true;
    }
}
