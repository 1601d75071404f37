package io.sightline.cli;

import io.sightline.flow.StreamState;
import io.sightline.policy.Severity;

/** Colours, or none. */
enum Palette {
    PLAIN,
    ANSI;

    private static final char ESCAPE = 27;

    /** What a colour says. */
    public enum Style {
        NONE(""),
        HEADING("1"),
        FAINT("2"),
        GOOD("32"),
        NOTE("36"),
        WARNING("33"),
        BAD("31"),
        ALARM("1;31");

        private final String code;

        Style(String code) {
            this.code = code;
        }

        static Style of(Severity severity) {
            return switch (severity) {
                case INFO -> NOTE;
                case WARNING -> WARNING;
                case MAJOR -> BAD;
                case CRITICAL -> ALARM;
            };
        }

        static Style of(StreamState state) {
            return switch (state) {
                case CONNECTING -> NOTE;
                case LIVE -> GOOD;
                case STALLED -> WARNING;
                case NO_SIGNAL, BROKEN -> BAD;
                case NOT_WATCHED -> FAINT;
            };
        }
    }

    public String paint(Style style, String text) {
        return switch (this) {
            case PLAIN -> text;
            case ANSI ->
                    style == Style.NONE || text.isEmpty()
                            ? text
                            : ESCAPE + "[" + style.code + "m" + text + ESCAPE + "[0m";
        };
    }
}
