package io.sightline.cli;

import io.sightline.cli.Palette.Style;
import io.sightline.detector.model.RenditionId;
import io.sightline.table.Alert;
import java.util.Locale;

/** Writes an alert in one line. */
final class AlertText {

    private AlertText() {}

    /** {@code OPENED    critical  news  video.black  00:00:12.040  The picture …}. */
    static String line(Alert alert, EventTimes times, Palette palette) {
        Style style =
                alert.event() == Alert.Event.CLEARED ? Style.GOOD : Style.of(alert.severity());
        return palette.paint(style, pad(alert.event().name(), 9))
                + " "
                + palette.paint(style, pad(alert.severity().id(), 8))
                + "  "
                + source(alert.streamId(), alert.rendition())
                + "  "
                + palette.paint(Style.HEADING, alert.defect())
                + "  "
                + when(alert, times)
                + (alert.message().isBlank() ? "" : "  " + alert.message());
    }

    /** The stream, and the rendition where a stream may have several. */
    static String source(String streamId, String rendition) {
        return rendition.equals(RenditionId.MAIN.value()) ? streamId : streamId + "/" + rendition;
    }

    /** From when, and if it is over until when and how long. */
    static String when(Alert alert, EventTimes times) {
        String start = times.at(alert.startedAtMillis());
        if (alert.endedAtMillis() == null) {
            return start;
        }
        return start
                + " to "
                + times.at(alert.endedAtMillis())
                + " ("
                + EventTimes.lasted(alert.durationMillis())
                + ")";
    }

    /** {@code OPENED} as {@code opened}. */
    static String word(Alert.Event event) {
        return event.name().toLowerCase(Locale.ROOT);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
