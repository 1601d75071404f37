package io.sightline.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** The warnings and errors that one class logs. Thread-safe. */
final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final Collector collector = new Collector(); // owned
    private final List<String> lines = new ArrayList<>();

    private LogLines(Logger logger) {
        this.logger = logger;
    }

    static LogLines open(String className) {
        Configurator.setLevel(className, Level.WARN); // whatever is set for other tests
        LogLines log = new LogLines((Logger) LogManager.getLogger(className));
        log.collector.start();
        log.logger.addAppender(log.collector);
        return log;
    }

    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    void until(String what, Duration patience, Predicate<List<String>> condition)
            throws InterruptedException {
        long beginNanos = System.nanoTime();
        synchronized (lines) {
            while (!condition.test(lines)) {
                if (System.nanoTime() - beginNanos > patience.toNanos()) {
                    throw new AssertionError("Not within " + patience + ": " + what + lines);
                }
                lines.wait(500);
            }
        }
    }

    @Override
    public void close() {
        logger.removeAppender(collector);
        collector.stop();
    }

    private final class Collector extends AbstractAppender {

        Collector() {
            super("lines", null, null, /* ignoreExceptions= */ false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
                synchronized (lines) {
                    lines.add(event.getMessage().getFormattedMessage());
                    lines.notifyAll();
                }
            }
        }
    }
}
