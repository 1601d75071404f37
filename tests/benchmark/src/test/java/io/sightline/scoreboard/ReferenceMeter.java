package io.sightline.scoreboard;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How a filter of FFmpeg tells a defect: by events of its own, or by a value for each picture or
 * block of sound that lies beyond a limit for some time.
 *
 * @param defect id
 * @param name of the filter
 * @param input what it is given
 * @param filter its options; {@code %s} is replaced by the limit where it has one of its own; empty
 *     where an earlier one of the same input measures it
 * @param reading the value in the metadata of one picture or block, more is worse; null for events
 * @param event metadata that tells where an event begins and ends, without {@code _start} and
 *     {@code _end}; empty for a value
 * @param limits FFmpeg's default first where it has one
 * @param hasDefault whether the first limit is FFmpeg's own
 * @param seconds for how long a value must be beyond the limit, or an event last
 */
record ReferenceMeter(
        String defect,
        String name,
        Input input,
        String filter,
        Reading reading,
        String event,
        List<Double> limits,
        boolean hasDefault,
        double seconds) {

    /** What a filter is given. */
    enum Input {
        PICTURES("0:v", "", "metadata"),
        /** Five pictures a second are enough for what lasts seconds, and these filters are slow. */
        SOME_PICTURES("0:v", "fps=5,", "metadata"),
        SOUND("0:a", "", "ametadata");

        private final String pad;
        private final String before;
        private final String printer;

        Input(String pad, String before, String printer) {
            this.pad = pad;
            this.before = before;
            this.printer = printer;
        }

        String pad() {
            return pad;
        }

        /** Filters before all others. */
        String before() {
            return before;
        }

        /** The filter that prints metadata. */
        String printer() {
            return printer;
        }
    }

    /** A value out of the metadata of a picture or a block of sound; NaN if it is not there. */
    interface Reading {
        double of(Map<String, String> metadata);
    }

    static final List<ReferenceMeter> ALL =
            List.of(
                    events(
                            "video.black",
                            "blackdetect",
                            Input.PICTURES,
                            "blackdetect=d=2:pic_th=%s",
                            "lavfi.black",
                            0.98,
                            0.9,
                            0.95,
                            0.99,
                            0.995),
                    events(
                            "video.freeze",
                            "freezedetect",
                            Input.PICTURES,
                            "freezedetect=d=5:n=%sdB",
                            "lavfi.freezedetect.freeze",
                            -60,
                            -55,
                            -50,
                            -45,
                            -40),
                    // 'cropdetect' is GPL and not in the bundled build; this one finds the same
                    // box.
                    value(
                            "video.letterbox",
                            "bbox",
                            Input.PICTURES,
                            "bbox=min_val=32",
                            data -> -number(data, "lavfi.bbox.w") * number(data, "lavfi.bbox.h"),
                            3,
                            -320_000,
                            -280_000,
                            -220_000,
                            -200_000,
                            -180_000,
                            -160_000,
                            -120_000),
                    value(
                            "video.combing",
                            "idet",
                            Input.PICTURES,
                            "idet",
                            data -> isInterlaced(data) ? 1 : 0,
                            1.5,
                            0.5),
                    value(
                            "video.field_order",
                            "idet",
                            Input.PICTURES,
                            "",
                            data -> isOf(data, "bff") ? 1 : 0,
                            3,
                            0.5),
                    value(
                            "video.flashing",
                            "photosensitivity",
                            Input.PICTURES,
                            "photosensitivity=bypass=1",
                            key("lavfi.photosensitivity.badness"),
                            0,
                            1,
                            0.5,
                            0.8,
                            1.5,
                            2,
                            3),
                    value(
                            "video.block_corruption",
                            "blockdetect",
                            Input.SOME_PICTURES,
                            "blockdetect",
                            key("lavfi.block"),
                            0.3,
                            steps(1, 16, 1.2)),
                    value(
                            "video.blockiness",
                            "blockdetect",
                            Input.SOME_PICTURES,
                            "",
                            key("lavfi.block"),
                            5,
                            steps(1, 16, 1.2)),
                    value(
                            "video.blur",
                            "blurdetect",
                            Input.SOME_PICTURES,
                            "blurdetect",
                            key("lavfi.blur"),
                            3,
                            steps(3, 25, 1.15)),
                    value(
                            "video.noise",
                            "signalstats, TOUT",
                            Input.SOME_PICTURES,
                            "signalstats=stat=brng+tout",
                            key("lavfi.signalstats.TOUT"),
                            3,
                            steps(0.001, 0.3, 1.5)),
                    value(
                            "video.noise",
                            "bitplanenoise",
                            Input.SOME_PICTURES,
                            "bitplanenoise=bitplane=3",
                            key("lavfi.bitplanenoise.0.3"),
                            3,
                            steps(0.1, 0.95, 1.15)),
                    value(
                            "video.levels",
                            "signalstats, BRNG",
                            Input.SOME_PICTURES,
                            "",
                            key("lavfi.signalstats.BRNG"),
                            5,
                            steps(0.001, 0.5, 1.5)),
                    events(
                            "audio.silence",
                            "silencedetect",
                            Input.SOUND,
                            "silencedetect=d=4:n=%sdB",
                            "lavfi.silence",
                            -60,
                            -70,
                            -50,
                            -40),
                    value(
                            "audio.channel_dead",
                            "astats, RMS level",
                            Input.SOUND,
                            "astats=metadata=1:reset=50:measure_perchannel=RMS_level"
                                    + ":measure_overall=DC_offset+Flat_factor+Noise_floor",
                            data ->
                                    Math.abs(
                                            number(data, "lavfi.astats.1.RMS_level")
                                                    - number(data, "lavfi.astats.2.RMS_level")),
                            3,
                            20,
                            25,
                            30,
                            35,
                            40,
                            50,
                            60),
                    value(
                            "audio.dc_offset",
                            "astats, DC offset",
                            Input.SOUND,
                            "",
                            data -> Math.abs(number(data, "lavfi.astats.Overall.DC_offset")),
                            3,
                            steps(0.002, 0.1, 1.5)),
                    value(
                            "audio.clipping",
                            "astats, flat factor",
                            Input.SOUND,
                            "",
                            key("lavfi.astats.Overall.Flat_factor"),
                            1,
                            steps(0.05, 30, 1.6)),
                    value(
                            "audio.hiss",
                            "astats, noise floor",
                            Input.SOUND,
                            "",
                            key("lavfi.astats.Overall.Noise_floor"),
                            4,
                            -70,
                            -65,
                            -60,
                            -55,
                            -50,
                            -45,
                            -40,
                            -35,
                            -30),
                    events(
                            "audio.phase",
                            "aphasemeter",
                            Input.SOUND,
                            "aphasemeter=video=0:phasing=1:angle=%s",
                            "lavfi.aphasemeter.out_phase",
                            170,
                            160,
                            150,
                            135,
                            120,
                            100),
                    events(
                            "audio.mono",
                            "aphasemeter",
                            Input.SOUND,
                            "aphasemeter=video=0:phasing=1:tolerance=%s",
                            "lavfi.aphasemeter.mono",
                            0,
                            0.001,
                            0.01,
                            0.05),
                    value(
                            "audio.loudness",
                            "ebur128, short-term",
                            Input.SOUND,
                            "ebur128=metadata=1:peak=true",
                            key("lavfi.r128.S"),
                            3,
                            -12,
                            -10,
                            -8,
                            -6,
                            -5,
                            -4,
                            -3,
                            -2,
                            -1),
                    value(
                            "audio.true_peak",
                            "ebur128, true peak so far",
                            Input.SOUND,
                            "",
                            data -> 20 * Math.log10(number(data, "lavfi.r128.true_peak")),
                            0,
                            -1,
                            0,
                            1,
                            2,
                            3,
                            4,
                            6));

    private static ReferenceMeter value(
            String defect,
            String name,
            Input input,
            String filter,
            Reading reading,
            double seconds,
            double... limits) {
        boolean hasDefault = name.equals("photosensitivity") || name.equals("idet");
        return new ReferenceMeter(
                defect, name, input, filter, reading, "", list(limits), hasDefault, seconds);
    }

    private static ReferenceMeter events(
            String defect,
            String name,
            Input input,
            String filter,
            String event,
            double... limits) {
        return new ReferenceMeter(
                defect,
                name,
                input,
                filter,
                data -> Double.NaN,
                event,
                list(limits),
                /* hasDefault= */ true,
                // Its metadata, other than its log, tells what is shorter than it should be.
                name.equals("blackdetect") ? 2 : 0);
    }

    private static List<Double> list(double... values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static double[] steps(double from, double to, double factor) {
        int count = (int) Math.ceil(Math.log(to / from) / Math.log(factor)) + 1;
        double[] all = new double[count];
        for (int i = 0; i < count; i++) {
            all[i] = from * Math.pow(factor, i);
        }
        return all;
    }

    private static Reading key(String name) {
        return data -> number(data, name);
    }

    private static double number(Map<String, String> data, String name) {
        String text = data.get(name);
        if (text == null) {
            return Double.NaN;
        }
        return switch (text) {
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "nan", "-nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static boolean isInterlaced(Map<String, String> data) {
        return isOf(data, "tff") || isOf(data, "bff");
    }

    private static boolean isOf(Map<String, String> data, String field) {
        return field.equals(data.get("lavfi.idet.multiple.current_frame"));
    }

    boolean hasEvents() {
        return !event.isEmpty();
    }
}
