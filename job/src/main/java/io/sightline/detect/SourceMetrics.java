package io.sightline.detect;

import io.sightline.detector.api.Fold;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.Unit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the source measures; no detector takes part. */
public final class SourceMetrics {

    public static final Metric NO_SIGNAL_MS =
            new Metric(
                    "no_signal_ms",
                    Unit.MILLISECONDS,
                    Fold.MAX,
                    "for how long nothing could be reached or arrived, 0 when fine; wall time");

    public static final Metric STALL_MS =
            new Metric(
                    "stall_ms",
                    Unit.MILLISECONDS,
                    Fold.MAX,
                    "for how long a connected input has brought no new media although some was due,"
                            + " 0 when fine; wall time");

    public static final Metric WATCH_COVERAGE =
            new Metric(
                    "watch_coverage",
                    Unit.RATIO,
                    Fold.LAST,
                    "Share of what was asked for that was decoded, 0 to 1: below 1 when the machine"
                            + " cannot keep up.");

    public static final Metric TS_SYNC_LOSSES =
            new Metric(
                    "ts_sync_losses",
                    Unit.COUNT,
                    Fold.SUM,
                    "losses of synchronisation of the transport stream (TR 101 290, 1.1)");

    public static final Metric TS_SYNC_ERRORS =
            new Metric(
                    "ts_sync_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "transport packets with a wrong sync byte (TR 101 290, 1.2)");

    public static final Metric TS_CONTINUITY_ERRORS =
            new Metric(
                    "ts_continuity_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "places where transport packets are lost, out of order or repeated too often (TR 101 290, 1.4)");

    public static final Metric RTP_LOST_PACKETS =
            new Metric(
                    "rtp_lost_packets",
                    Unit.COUNT,
                    Fold.SUM,
                    "packets of RTP that never came, or too late to be put in order");

    public static final Metric TRANSPORT_LOSSES =
            new Metric(
                    "transport_losses",
                    Unit.COUNT,
                    Fold.SUM,
                    "errors of continuity and lost packets of RTP together");

    public static final Metric TS_TRANSPORT_ERRORS =
            new Metric(
                    "ts_transport_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "transport packets marked as damaged (TR 101 290, 2.1)");

    public static final Metric TS_PAT_ERRORS =
            new Metric(
                    "ts_pat_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "periods of 500 ms without a PAT, other tables in its place, scrambled ones (TR 101 290, 1.3)");

    public static final Metric TS_PMT_ERRORS =
            new Metric(
                    "ts_pmt_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "periods of 500 ms without a PMT that is announced, scrambled ones (TR 101 290, 1.5)");

    public static final Metric TS_CAT_ERRORS =
            new Metric(
                    "ts_cat_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "scrambling without a CAT, other tables in its place (TR 101 290, 2.6)");

    public static final Metric TS_CRC_ERRORS =
            new Metric(
                    "ts_crc_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "PATs, PMTs and CATs with a wrong CRC (TR 101 290, 2.2)");

    public static final Metric TS_PSI_ERRORS =
            new Metric(
                    "ts_psi_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "errors of PAT, PMT, CAT and CRC together");

    public static final Metric TS_PID_MISSING =
            new Metric(
                    "ts_pid_missing",
                    Unit.COUNT,
                    Fold.MAX,
                    "PIDs of announced tracks and clocks that have been absent for 5 s (TR 101 290, 1.6)");

    public static final Metric TS_PCR_REPETITION_ERRORS =
            new Metric(
                    "ts_pcr_repetition_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "intervals between PCRs over 100 ms and up to 1 s (TR 101 290, 2.3a)");

    public static final Metric TS_PCR_DISCONTINUITY_ERRORS =
            new Metric(
                    "ts_pcr_discontinuity_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "steps of the PCR back, or forward by over 1 s, that nothing announced (TR 101 290, 2.3b)");

    public static final Metric TS_PCR_JITTER_MS =
            new Metric(
                    "ts_pcr_jitter_ms",
                    Unit.MILLISECONDS,
                    Fold.MAX,
                    "how far at most a PCR is off a constant bit rate, where there is one (TR 101 290, 2.4)");

    public static final Metric TS_PTS_REPETITION_ERRORS =
            new Metric(
                    "ts_pts_repetition_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "periods of 700 ms without a PTS of a track (TR 101 290, 2.5)");

    public static final Metric TIMESTAMP_ERRORS =
            new Metric(
                    "timestamp_errors",
                    Unit.COUNT,
                    Fold.SUM,
                    "jumps of time that nothing announced, decode times that do not grow, missing and repeated times, gaps");

    public static final Metric TIMESTAMP_JUMP_MS =
            new Metric(
                    "timestamp_jump_ms",
                    Unit.MILLISECONDS,
                    Fold.MAX,
                    "the largest jump of time or gap that nothing announced, either way");

    public static final Metric VIDEO_FORMAT_CHANGES =
            new Metric(
                    "video_format_changes",
                    Unit.COUNT,
                    Fold.SUM,
                    "changes of codec, picture size, bit depth or rate of pictures");

    public static final Metric AUDIO_FORMAT_CHANGES =
            new Metric(
                    "audio_format_changes",
                    Unit.COUNT,
                    Fold.SUM,
                    "changes of codec, sample rate or channels of the sound");

    public static final Metric FORMAT_MISMATCH =
            new Metric(
                    "format_mismatch",
                    Unit.COUNT,
                    Fold.MAX,
                    "properties that differ from what the registry says is expected");

    public static final Metric DETECTORS_OFF =
            new Metric(
                    "detectors_off",
                    Unit.COUNT,
                    Fold.LAST,
                    "detectors that failed and are switched off; null until the first one does");

    public static final Metric DEAD_AIR =
            new Metric(
                    "dead_air",
                    Unit.RATIO,
                    Fold.MAX,
                    "1 where the picture is frozen or black and the sound silent or missing, each by"
                            + " the level of its own rule, else 0");

    public static final Metric AV_OFFSET_TO_REFERENCE_MS =
            new Metric(
                    "av_offset_to_reference_ms",
                    Unit.MILLISECONDS,
                    Fold.LAST,
                    "how much later sound comes against its pictures than in the rendition or tap"
                            + " that this one is compared with; null where either is not found");

    public static final Metric TS_CAPTION_PACKETS =
            new Metric(
                    "ts_caption_packets",
                    Unit.COUNT,
                    Fold.SUM,
                    "packets of DVB subtitles and of teletext subtitles in a transport stream");

    public static final Metric CAPTION_AGE_MS =
            new Metric(
                    "caption_age_ms",
                    Unit.MILLISECONDS,
                    Fold.MAX,
                    "for how long a stream that has had captions has had none, media time; null"
                            + " before the first ones");

    public static final Metric SCTE35_SPLICES =
            new Metric(
                    "scte35_splices",
                    Unit.COUNT,
                    Fold.SUM,
                    "splices that SCTE 35 sections announce for this second, each once");

    /** By the wall clock, told with every tick: these have no rows. */
    public static final List<Metric> BY_TICK =
            List.of(
                    NO_SIGNAL_MS,
                    STALL_MS,
                    ManifestMetrics.STALE_MS,
                    ManifestMetrics.RENDITION_OFF_MS);

    /** Where these are found, pictures may be damaged although those that were decoded are not. */
    static final Set<Metric> HINTS_AT_DAMAGE =
            Set.of(
                    TS_SYNC_LOSSES,
                    TS_SYNC_ERRORS,
                    TRANSPORT_LOSSES,
                    TS_TRANSPORT_ERRORS,
                    TIMESTAMP_ERRORS,
                    ManifestMetrics.SEGMENT_ERRORS);

    /**
     * In the media, told as events among it or found while it is examined: these have columns like
     * those of detectors.
     */
    public static final List<Metric> IN_MEDIA =
            List.of(
                    TS_SYNC_LOSSES,
                    TS_SYNC_ERRORS,
                    TS_CONTINUITY_ERRORS,
                    RTP_LOST_PACKETS,
                    TRANSPORT_LOSSES,
                    TS_TRANSPORT_ERRORS,
                    TS_PAT_ERRORS,
                    TS_PMT_ERRORS,
                    TS_CAT_ERRORS,
                    TS_CRC_ERRORS,
                    TS_PSI_ERRORS,
                    TS_PID_MISSING,
                    TS_PCR_REPETITION_ERRORS,
                    TS_PCR_DISCONTINUITY_ERRORS,
                    TS_PCR_JITTER_MS,
                    TS_PTS_REPETITION_ERRORS,
                    TIMESTAMP_ERRORS,
                    TIMESTAMP_JUMP_MS,
                    VIDEO_FORMAT_CHANGES,
                    AUDIO_FORMAT_CHANGES,
                    FORMAT_MISMATCH,
                    ManifestMetrics.SEQUENCE_ERRORS,
                    ManifestMetrics.SEGMENT_ERRORS,
                    ManifestMetrics.DOWNLOAD_RATIO,
                    ManifestMetrics.BITRATE_RATIO,
                    WATCH_COVERAGE,
                    DETECTORS_OFF,
                    DEAD_AIR,
                    AV_OFFSET_TO_REFERENCE_MS,
                    TS_CAPTION_PACKETS,
                    CAPTION_AGE_MS,
                    SCTE35_SPLICES);

    /** Whatever policies may judge by. */
    public static final List<Metric> ALL =
            Stream.concat(BY_TICK.stream(), IN_MEDIA.stream()).toList();

    private SourceMetrics() {}

    /** Whether this is the name of one of {@link #IN_MEDIA}. */
    static boolean isInMedia(String metric) {
        return IN_MEDIA.stream().anyMatch(known -> known.name().equals(metric));
    }
}
