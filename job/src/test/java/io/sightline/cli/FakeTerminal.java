package io.sightline.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** A terminal whose output can be read and whose time stands still. */
final class FakeTerminal {

    static final Instant NOW = Instant.parse("2026-11-21T03:10:15Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal;

    FakeTerminal(int columns) {
        terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        /* interactive= */ false,
                        /* colours= */ false,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        ZoneOffset.UTC,
                        () -> new TerminalSize(columns, 24));
    }

    Terminal terminal() {
        return terminal;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
