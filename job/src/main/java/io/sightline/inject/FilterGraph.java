package io.sightline.inject;

/** A filter graph of FFmpeg from one source to what is coded, built filter by filter. */
final class FilterGraph {

    private final StringBuilder text = new StringBuilder();
    private final String prefix;
    private String end;
    private int labels;

    /**
     * @param source a pad such as {@code 0:V:0}
     * @param prefix begins the names of all pads between
     */
    FilterGraph(String source, String prefix) {
        this.end = source;
        this.prefix = prefix;
    }

    /** A word as the value of an option of a filter, whatever is in it. */
    static String escaped(String word) {
        String value = word.replaceAll("([\\\\':])", "\\\\$1"); // among options
        return value.replaceAll("([\\\\'\\[\\],;])", "\\\\$1"); // among filters
    }

    /** Appends a filter, or several with commas between. */
    void then(String filters) {
        String next = label();
        join('[' + end + ']' + filters + '[' + next + ']');
        end = next;
    }

    /**
     * Shows another version of the pictures instead, while the gate is 1.
     *
     * @param filters make that version
     * @param gate over {@code t}
     */
    void replacePictures(String filters, String gate) {
        String branch = branch();
        String changed = label();
        join('[' + branch + ']' + filters + '[' + changed + ']');
        overlay(changed, "0:0", gate);
    }

    /** Shows what other filters, with a source of their own, make, while the gate is 1. */
    void coverPictures(String source, String at, String gate) {
        String cover = label();
        join(source + '[' + cover + ']');
        overlay(cover, at, gate);
    }

    /** Another end beside the one that goes on, to be joined again. */
    String branch() {
        String one = label();
        String two = label();
        join('[' + end + "]split[" + one + "][" + two + ']');
        end = one;
        return two;
    }

    /** Lays what filters make of a branch over the pictures, while the gate is 1. */
    void overlayFiltered(String branch, String filters, String at, String gate) {
        String changed = label();
        join('[' + branch + ']' + filters + '[' + changed + ']');
        overlay(changed, at, gate);
    }

    /**
     * Mixes the pictures (A) with what filters make of a branch (B), sample by sample.
     *
     * @param expression over A, B, X and Y
     */
    void blendFiltered(String branch, String filters, String expression, String gate) {
        String changed = label();
        String next = label();
        join('[' + branch + ']' + filters + '[' + changed + ']');
        join(
                "[%s][%s]blend=all_expr='%s':shortest=1:enable='%s'[%s]"
                        .formatted(end, changed, expression, gate, next));
        end = next;
    }

    private void overlay(String pad, String at, String gate) {
        String next = label();
        // The other pictures are those of the same time, or the last before it.
        join(
                "[%s][%s]overlay=%s:format=auto:eof_action=repeat:enable='%s'[%s]"
                        .formatted(end, pad, at, gate, next));
        end = next;
    }

    /** Plays another version of the sound instead where the gate is 1, to the sample. */
    void replaceSound(String filters, String gate) {
        String one = label();
        String two = label();
        String gated = label();
        String changed = label();
        String next = label();
        join('[' + end + "]asplit[" + one + "][" + two + ']');
        join("[%s]aeval='val(ch)*(1-%s)':c=same[%s]".formatted(one, gate, gated));
        join("[%s]%s,aeval='val(ch)*%s':c=same[%s]".formatted(two, filters, gate, changed));
        join(
                "[%s][%s]amix=inputs=2:normalize=0:duration=first[%s]"
                        .formatted(gated, changed, next));
        end = next;
    }

    private String label() {
        labels++;
        return prefix + labels;
    }

    private void join(String part) {
        text.append(text.isEmpty() ? "" : ";").append(part);
    }

    /** The pad to be coded. */
    String end() {
        return end;
    }

    String text() {
        return text.toString();
    }
}
