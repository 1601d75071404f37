package io.sightline.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.RenditionId;
import io.sightline.incident.IncidentProgress.Cause;
import io.sightline.incident.IncidentProgress.Due;
import io.sightline.incident.IncidentProgress.Phase;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AlertMessageTest {

    private static final long STARTED = 72_040_000L; // 00:01:12.040

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            textBlock =
                    """
                    video.black,        "Picture of 'news-7' (1080p) has been black for 2.0 s since 00:01:12.040."
                    video.freeze,       "Picture of 'news-7' (1080p) has been frozen for 2.0 s since 00:01:12.040."
                    video.decode_error, "Picture of 'news-7' (1080p) has been damaged for 2.0 s since 00:01:12.040."
                    video.solid_colour,  "Picture of 'news-7' (1080p) has been one colour for 2.0 s since 00:01:12.040."
                    video.test_pattern,  "Picture of 'news-7' (1080p) has been a test pattern for 2.0 s since 00:01:12.040."
                    video.letterbox,     "Picture of 'news-7' (1080p) has been smaller than it could be for 2.0 s since 00:01:12.040."
                    video.flashing,      "Picture of 'news-7' (1080p) has been flashing harmfully for 2.0 s since 00:01:12.040."
                    video.stutter,       "Picture of 'news-7' (1080p) has been stuttering for 2.0 s since 00:01:12.040."
                    video.frame_drop,    "Picture of 'news-7' (1080p) has been incomplete in time for 2.0 s since 00:01:12.040."
                    video.freeze_partial, "Picture of 'news-7' (1080p) has been frozen in most of its area for 2.0 s since 00:01:12.040."
                    audio.silence,      "Sound of 'news-7' (1080p) has been silent for 2.0 s since 00:01:12.040."
                    audio.missing,      "Sound of 'news-7' (1080p) has been missing for 2.0 s since 00:01:12.040."
                    audio.loudness,     "Sound of 'news-7' (1080p) has been louder than -9 LUFS for 2.0 s since 00:01:12.040."
                    audio.true_peak,    "True peak of 'news-7' (1080p) has been above -9 LUFS for 2.0 s since 00:01:12.040."
                    video.format_change,  "Picture format of 'news-7' (1080p) has been changed for 2.0 s since 00:01:12.040."
                    audio.format_change,  "Sound format of 'news-7' (1080p) has been changed for 2.0 s since 00:01:12.040."
                    stream.format,        "Format of 'news-7' (1080p) has been other than expected for 2.0 s since 00:01:12.040."
                    stream.timestamp,     "Timing of 'news-7' (1080p) has been wrong for 2.0 s since 00:01:12.040."
                    transport.continuity, "Transport of 'news-7' (1080p) has been incomplete for 2.0 s since 00:01:12.040."
                    transport.sync,       "Transport of 'news-7' (1080p) has been out of sync for 2.0 s since 00:01:12.040."
                    transport.pcr,        "Clock of 'news-7' (1080p) has been jumping for 2.0 s since 00:01:12.040."
                    transport.psi,        "Table of programmes of 'news-7' (1080p) has been missing or damaged for 2.0 s since 00:01:12.040."
                    stream.no_signal,   "Signal of 'news-7' (1080p) has been lost for 2.0 s since 00:01:12.040."
                    stream.stall,       "Input of 'news-7' (1080p) has been stalled for 2.0 s since 00:01:12.040."
                    vendor.hum,         "'some_metric' of 'news-7' (1080p) has been above -9 LUFS (vendor.hum) for 2.0 s since 00:01:12.040."
                    """)
    void saysWhatHasOpened(String defect, String expected) {
        assertThat(message(defect, Alert.Event.OPENED, STARTED + 2_000_000, 1, Cause.MEDIA))
                .isEqualTo(expected);
    }

    @Test
    void saysWhatHasOpenedAtOnce() {
        assertThat(message("video.decode_error", Alert.Event.OPENED, STARTED, 1, Cause.MEDIA))
                .isEqualTo("Picture of 'news-7' (1080p) is damaged since 00:01:12.040.");
    }

    @Test
    void saysWhatHasEscalated() {
        assertThat(
                        message(
                                "video.black",
                                Alert.Event.ESCALATED,
                                STARTED + 30_000_000,
                                1,
                                Cause.MEDIA))
                .isEqualTo(
                        "Picture of 'news-7' (1080p) is still black after 30.0 s, since"
                                + " 00:01:12.040; severity is now critical.");
    }

    @Test
    void saysWhatHasCleared() {
        assertThat(message("video.black", Alert.Event.CLEARED, STARTED, 1, Cause.MEDIA))
                .isEqualTo(
                        "Picture of 'news-7' (1080p) was black for 12.3 s, from 00:01:12.040 to"
                                + " 00:01:24.340.");
        assertThat(message("video.black", Alert.Event.CLEARED, STARTED, 3, Cause.WITHDRAWN))
                .isEqualTo(
                        "Picture of 'news-7' (1080p) was black 3 times within 12.3 s, from"
                                + " 00:01:12.040 to 00:01:24.340; it is no longer watched.");
    }

    private static String message(
            String defect, Alert.Event event, long atMicros, int occurrences, Cause cause) {
        DefectWindow window = new DefectWindow(new RenditionId("1080p"), new DefectId(defect));
        AlertSubject subject = new AlertSubject("news-7", "some_metric", "", 1, new TreeMap<>());
        Due due = new Due(event, 1, Severity.CRITICAL, atMicros, -9, cause);
        IncidentProgress progress =
                new IncidentProgress(
                        Phase.OPEN,
                        STARTED,
                        0,
                        STARTED,
                        STARTED + 12_300_000,
                        0,
                        0,
                        -5,
                        Severity.CRITICAL,
                        occurrences,
                        0,
                        List.of());
        return new AlertMessage(subject, window, "LUFS").of(due, progress);
    }
}
