package io.sightline.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the terminal's size: {@code COLUMNS} and {@code LINES} where they are set, else {@code
 * stty}, every few seconds since windows are resized. Thread-safe.
 */
final class TerminalSizeProbe implements Supplier<TerminalSize> {

    private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final boolean interactive;
    private TerminalSize last = TerminalSize.USUAL;
    private long askedNanos;
    private boolean asked;

    TerminalSizeProbe(boolean interactive) {
        this.interactive = interactive;
    }

    @Override
    public synchronized TerminalSize get() {
        long nowNanos = System.nanoTime();
        if (!asked || nowNanos - askedNanos > ASK_AGAIN_NANOS) {
            asked = true;
            askedNanos = nowNanos;
            last = ask();
        }
        return last;
    }

    private TerminalSize ask() {
        int columns = number(System.getenv("COLUMNS"));
        int rows = number(System.getenv("LINES"));
        if (interactive && (columns == 0 || rows == 0)) {
            String[] answer = stty().split(" ", -1);
            if (answer.length == 2) {
                rows = rows == 0 ? number(answer[0]) : rows;
                columns = columns == 0 ? number(answer[1]) : columns;
            }
        }
        return new TerminalSize(columns, rows);
    }

    private static String stty() {
        try {
            Process process =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(new File("/dev/tty"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return process.waitFor() == 0 ? answer.strip() : "";
        } catch (IOException e) {
            return ""; // no such program here: the usual size will do
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static int number(@Nullable String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
