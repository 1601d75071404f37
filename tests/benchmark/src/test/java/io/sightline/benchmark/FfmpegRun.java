package io.sightline.benchmark;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bundled {@code ffmpeg} program over a file, with one thread for decoding and for filters. */
enum FfmpegRun {
    /** Decodes pictures and sound and throws them away. */
    DECODE(""),

    /** Also runs the filters nearest to our detectors. */
    FILTERS("-vf blackdetect,freezedetect" + " -af silencedetect,ebur128=peak=true:framelog=quiet");

    private static final Pattern CPU = Pattern.compile("utime=([0-9.]+)s stime=([0-9.]+)s");

    private final String filters;

    FfmpegRun(String filters) {
        this.filters = filters;
    }

    /** Seconds of CPU of the whole process, from start to end. */
    double cpuSeconds(Path input) throws Exception {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-nostdin", "-hide_banner", "-benchmark", "-nostats"));
        arguments.addAll(List.of("-threads", "1", "-filter_threads", "1"));
        arguments.addAll(List.of("-i", input.toString()));
        arguments.addAll(List.of("-map", "0:v", "-map", "0:a"));
        if (!filters.isEmpty()) {
            arguments.addAll(List.of(filters.split(" ", -1)));
        }
        arguments.addAll(List.of("-f", "null", "-"));
        Process process =
                FfmpegProgram.ffmpeg().command(arguments).redirectErrorStream(true).start();
        String written =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher cpu = CPU.matcher(written);
        if (process.waitFor() != 0 || !cpu.find()) {
            throw new IOException("ffmpeg failed: " + written);
        }
        return Double.parseDouble(cpu.group(1)) + Double.parseDouble(cpu.group(2));
    }
}
