package io.sightline.incident;

import io.sightline.incident.IncidentProgress.Cause;
import io.sightline.incident.IncidentProgress.Due;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Says in one sentence what happened, for people. Times are UTC, of event time.
 *
 * @param subject whom and what it is about
 * @param unit of the metric; may be empty
 */
record AlertMessage(AlertSubject subject, DefectWindow window, String unit) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** What is wrong with what: {@code Picture}, {@code black}. */
    private record Words(String noun, String state) {}

    String of(Due due, IncidentProgress progress) {
        Words words = words(progress.peak(), due.level());
        String whose =
                words.noun() + " of '" + subject.streamId() + "' (" + window.rendition() + ")";
        String since = TIME.format(instant(progress.startedMicros()));
        long lastedMicros = due.atMicros() - progress.startedMicros();
        return switch (due.event()) {
            case OPENED ->
                    whose
                            + (lastedMicros > 0
                                    ? " has been "
                                            + words.state()
                                            + " for "
                                            + seconds(lastedMicros)
                                            + " since "
                                    : " is " + words.state() + " since ")
                            + since
                            + ".";
            case ESCALATED ->
                    whose
                            + " is still "
                            + words.state()
                            + " after "
                            + seconds(lastedMicros)
                            + ", since "
                            + since
                            + "; severity is now "
                            + due.severity().id()
                            + ".";
            case CLEARED ->
                    whose
                            + " was "
                            + words.state()
                            + occurrences(progress)
                            + seconds(progress.badUntilMicros() - progress.startedMicros())
                            + ", from "
                            + since
                            + " to "
                            + TIME.format(instant(progress.badUntilMicros()))
                            + (due.cause() == Cause.WITHDRAWN ? "; it is no longer watched." : ".");
        };
    }

    private static String occurrences(IncidentProgress progress) {
        return progress.occurrences() == 1
                ? " for "
                : " " + progress.occurrences() + " times within ";
    }

    private Words words(double peak, double level) {
        return switch (window.defect().value()) {
            case "video.black" -> new Words("Picture", "black");
            case "video.freeze" -> new Words("Picture", "frozen");
            case "video.decode_error" -> new Words("Picture", "damaged");
            case "video.solid_colour" -> new Words("Picture", "one colour");
            case "video.test_pattern" -> new Words("Picture", "a test pattern");
            case "video.letterbox" -> new Words("Picture", "smaller than it could be");
            case "video.flashing" -> new Words("Picture", "flashing harmfully");
            case "video.stutter" -> new Words("Picture", "stuttering");
            case "video.frame_drop" -> new Words("Picture", "incomplete in time");
            case "video.freeze_partial" -> new Words("Picture", "frozen in most of its area");
            case "video.block_corruption" -> new Words("Picture", "broken into blocks");
            case "video.blockiness" -> new Words("Picture", "coarsely coded");
            case "video.blur" -> new Words("Picture", "blurred");
            case "video.noise" -> new Words("Picture", "noisy");
            case "video.combing" -> new Words("Picture", "combed");
            case "video.field_order" -> new Words("Order of fields", "reversed");
            case "video.banding" -> new Words("Picture", "banded");
            case "video.levels" -> new Words("Picture", "outside legal levels");
            case "audio.silence" -> new Words("Sound", "silent");
            case "audio.missing" -> new Words("Sound", "missing");
            case "audio.loudness" ->
                    new Words(
                            "Sound",
                            (peak > level ? "louder" : "quieter") + " than " + value(level));
            case "audio.true_peak" -> new Words("True peak", "above " + value(level));
            case "audio.phase" -> new Words("Sound", "of opposite polarity");
            case "audio.channel_dead" -> new Words("A front channel", "dead");
            case "audio.clipping" -> new Words("Sound", "clipped");
            case "audio.dropout" -> new Words("Sound", "interrupted");
            case "audio.click" -> new Words("Sound", "clicking");
            case "audio.hum" -> new Words("Mains hum", value(level) + " above the sound around it");
            case "audio.hum_learned" -> new Words("Sound", "humming, to a model's ear");
            case "audio.hiss_learned" -> new Words("Sound", "hissing, to a model's ear");
            case "audio.distortion_learned" -> new Words("Sound", "distorted, to a model's ear");
            case "audio.click_learned" -> new Words("Sound", "clicking, to a model's ear");
            case "audio.dropout_learned" -> new Words("Sound", "interrupted, to a model's ear");
            case "video.block_corruption_learned" ->
                    new Words("Picture", "broken into blocks, to a model's eye");
            case "audio.hiss" -> new Words("Noise floor", value(level) + " above what it was");
            case "audio.noise_burst" -> new Words("Sound", "bursting with noise");
            case "audio.mono" -> new Words("Stereo sound", "the same in both channels");
            case "audio.dc_offset" -> new Words("Offset of the sound", "above " + value(level));
            case "audio.loudness_jump" ->
                    new Words("Loudness", "more than " + value(level) + " from before");
            case "video.format_change" -> new Words("Picture format", "changed");
            case "audio.format_change" -> new Words("Sound format", "changed");
            case "stream.format" -> new Words("Format", "other than expected");
            case "stream.timestamp" -> new Words("Timing", "wrong");
            case "transport.continuity" -> new Words("Transport", "incomplete");
            case "transport.sync" -> new Words("Transport", "out of sync");
            case "transport.pcr" -> new Words("Clock", "jumping");
            case "transport.psi" -> new Words("Table of programmes", "missing or damaged");
            case "stream.no_signal" -> new Words("Signal", "lost");
            case "watch.coverage" -> new Words("Watching", "incomplete");
            case "av.dead_air" -> new Words("Programme", "dead: neither moving nor heard");
            case "av.sync" -> new Words("Sound", peak > level ? "late" : "early");
            case "av.sync_to_reference" ->
                    new Words("Sound", (peak > level ? "late" : "early") + " beside the reference");
            case "av.drift" ->
                    new Words("Sound", peak > level ? "falling behind" : "getting ahead");
            case "caption.missing" -> new Words("Captioning", "absent");
            case "watch.detector" -> new Words("Watching", "incomplete: a detector failed");
            case "stream.stall" -> new Words("Input", "stalled");
            case "stream.bitrate" -> new Words("Bit rate", "above what is declared");
            case "manifest.rendition" ->
                    new Words("Rendition", "missing or not cut like the others");
            case "manifest.stale" -> new Words("Manifest", "overdue to change");
            case "manifest.sequence" -> new Words("Numbering of segments", "wrong");
            case "manifest.segment" -> new Words("Segmentation", "faulty");
            case "manifest.download" -> new Words("Delivery", "slower than real time");
            default ->
                    new Words(
                            "'" + subject.metric() + "'",
                            (peak > level ? "above " : "below ")
                                    + value(level)
                                    + " ("
                                    + window.defect()
                                    + ")");
        };
    }

    private String value(double value) {
        String number =
                Math.rint(value) == value && Math.abs(value) < 1e9
                        ? Long.toString((long) value)
                        : Double.toString(value);
        return unit.isEmpty() || unit.equals("ratio") || unit.equals("count")
                ? number
                : number + " " + unit;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, "%.1f s", micros / 1e6);
    }
}
