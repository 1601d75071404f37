package io.sightline.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time that processes, and the machine as a whole, have used so far.
 *
 * @param ticks of 10 ms, by name
 * @param machineTicks of all processors: those spent on anything
 */
record CpuTime(long atNanos, Map<String, Long> ticks, long machineTicks) {

    private static final Path PROC = Path.of("/proc");
    private static final double TICKS_PER_SECOND = 100;

    /** Of a process's stat file after its name: state is the first. */
    private static final int USER_FIELD = 11;

    /** Of the machine's stat file: after "cpu", user is the first; idle and waiting for disks. */
    private static final List<Integer> IDLE_FIELDS = List.of(3, 4);

    /** Those times of user, nice, system, idle, iowait, irq, softirq and steal that exist. */
    private static final int MACHINE_FIELDS = 8;

    /**
     * @param names by process id; several processes may share one
     */
    static CpuTime of(Map<Long, String> names) throws IOException {
        Map<String, Long> ticks = new TreeMap<>();
        for (Map.Entry<Long, String> one : names.entrySet()) {
            Path file = PROC.resolve(one.getKey().toString()).resolve("stat");
            if (Files.exists(file)) {
                String stat = Files.readString(file);
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                long used =
                        Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[USER_FIELD + 1]);
                ticks.merge(one.getValue(), used, Long::sum);
            }
        }
        return new CpuTime(System.nanoTime(), ticks, machine());
    }

    private static long machine() throws IOException {
        String line = Files.readAllLines(PROC.resolve("stat")).get(0);
        String[] fields = line.replaceFirst("cpu +", "").split(" ", -1);
        long busy = 0;
        for (int i = 0; i < MACHINE_FIELDS; i++) {
            busy += IDLE_FIELDS.contains(i) ? 0 : Long.parseLong(fields[i]);
        }
        return busy;
    }

    /** Cores in use between an earlier time and this one, as text. */
    String since(CpuTime earlier) {
        double seconds = (atNanos - earlier.atNanos) / 1e9;
        StringBuilder text = new StringBuilder();
        ticks.forEach(
                (name, used) ->
                        text.append(name)
                                .append(' ')
                                .append(cores(used - earlier.ticks.getOrDefault(name, 0L), seconds))
                                .append(", "));
        return text.append("the whole machine ")
                .append(cores(machineTicks - earlier.machineTicks, seconds))
                .append(" of ")
                .append(Runtime.getRuntime().availableProcessors())
                .toString();
    }

    private static String cores(long ticks, double seconds) {
        return String.format(Locale.ROOT, "%.2f", ticks / TICKS_PER_SECOND / seconds);
    }
}
