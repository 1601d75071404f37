package io.sightline.inject;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One kind of defect that can be planted.
 *
 * @param id as detectors and policies call it
 * @param what is planted, in a few words
 * @param needs what the clip or the output must have
 * @param parameters beside the strength; each has a usual value
 */
public record Kind(
        String id, String what, Needs needs, Strength strength, List<Parameter> parameters) {

    /** What a kind cannot be planted without. */
    public enum Needs {
        PICTURES("pictures"),
        EARLIER_PICTURES("pictures before it"),
        SOUND("sound"),
        STEREO("sound of two channels or more"),
        PICTURES_AND_SOUND("pictures and sound"),
        TRANSPORT_STREAM("an output that is a transport stream (.ts)"),
        PICTURES_IN_TRANSPORT_STREAM("pictures, and an output that is a transport stream (.ts)");

        private final String words;

        Needs(String words) {
            this.words = words;
        }

        /** For messages. */
        public String words() {
            return words;
        }
    }

    /**
     * How strong a defect is; what the number means differs from kind to kind.
     *
     * @param meaning with its unit
     * @param usual if nothing else is said
     */
    public record Strength(String meaning, double least, double most, double usual) {

        boolean allows(double value) {
            return value >= least && value <= most;
        }
    }

    /**
     * Something else that can be chosen.
     *
     * @param usual if nothing else is said
     * @param words all that are allowed; empty for a number
     * @param least of a number
     * @param most of a number
     */
    public record Parameter(
            String name, String usual, List<String> words, double least, double most) {

        static Parameter word(String name, String usual, String... others) {
            List<String> words = new ArrayList<>(List.of(usual));
            words.addAll(List.of(others));
            return new Parameter(name, usual, List.copyOf(words), 0, 0);
        }

        static Parameter number(String name, double usual, double least, double most) {
            return new Parameter(name, plain(usual), List.of(), least, most);
        }

        boolean isNumber() {
            return words.isEmpty();
        }
    }

    public Kind {
        parameters = List.copyOf(parameters);
    }

    /** Without a fraction where it is whole. */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%s", value);
    }
}
