package io.sightline.cli;

import java.io.Console;
import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * Where the command prints, and what it may do there.
 *
 * @param interactive whether {@code out} is a terminal that understands cursor movement
 * @param colours whether colours are welcome
 * @param clock wall time
 * @param zone in which people read times
 * @param size asked again whenever something is drawn
 */
record Terminal(
        PrintStream out,
        PrintStream err,
        boolean interactive,
        boolean colours,
        Clock clock,
        ZoneId zone,
        Supplier<TerminalSize> size) {

    /** The terminal this process was started in. */
    static Terminal ofProcess(PrintStream out, PrintStream err) {
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        boolean interactive = isTerminal() && !dumb;
        String noColour = System.getenv("NO_COLOR"); // https://no-color.org
        boolean colours = interactive && (noColour == null || noColour.isEmpty());
        return new Terminal(
                out,
                err,
                interactive,
                colours,
                Clock.systemUTC(),
                ZoneId.systemDefault(),
                new TerminalSizeProbe(interactive));
    }

    /** Whether both input and output are a terminal. */
    @SuppressWarnings(
            "SystemConsoleNull") // where it is never null, isTerminal() exists and is asked
    static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // Java 17 to 21: a console is a terminal
        }
    }

    Palette palette() {
        return colours ? Palette.ANSI : Palette.PLAIN;
    }
}
