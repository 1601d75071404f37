package io.sightline.cli;

import io.sightline.cli.Palette.Style;
import io.sightline.detector.model.RenditionId;
import io.sightline.table.Alert;
import java.util.Locale;

/** Writes an alert in one line. */
final class AlertText {

    private AlertText() {}

    /** {@code OPENED critical news video.black at 03:10:12.040}. */
    static String brief(Alert alert, EventTimes times, Palette palette) {
        return head(alert, palette) + "  " + when(alert, times);
    }

    /** The same with the alert's own sentence, which tells the times too. */
    static String full(Alert alert, Palette palette) {
        return head(alert, palette) + "  " + alert.message();
    }

    private static String head(Alert alert, Palette palette) {
        Style style =
                alert.event() == Alert.Event.CLEARED ? Style.GOOD : Style.of(alert.severity());
        return palette.paint(style, pad(alert.event().name(), 9))
                + " "
                + palette.paint(style, pad(alert.severity().id(), 8))
                + "  "
                + source(alert.streamId(), alert.rendition())
                + "  "
                + palette.paint(Style.HEADING, alert.defect());
    }

    /** The stream, and the rendition where a stream may have several. */
    static String source(String streamId, String rendition) {
        return rendition.equals(RenditionId.MAIN.value()) ? streamId : streamId + "/" + rendition;
    }

    /** Since when; if it is over, from when to when and how long. */
    static String when(Alert alert, EventTimes times) {
        String start = times.at(alert.startedAtMillis());
        if (alert.endedAtMillis() == null) {
            return "since " + start;
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
