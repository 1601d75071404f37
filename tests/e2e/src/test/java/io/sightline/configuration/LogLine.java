package io.sightline.configuration;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A program that logs two lines, the second one with everything that is hard to write. */
public final class LogLine {

    static final String SECRET = "s3cr3t";

    private LogLine() {}

    public static void main(String[] arguments) {
        Logger log = LoggerFactory.getLogger(LogLine.class);
        log.info("it's \"plain\"");
        LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient").info("left out");
        MDC.put("flink-job-id", "job \"1\"");
        log.warn(
                "cannot read https://user:p@{}@cdn.example.com/a/b.m3u8?token={}, \u00e4\tand 'on'",
                SECRET,
                SECRET,
                new IllegalStateException(
                        "at srt://user:" + SECRET + "@host:1/x?passphrase=" + SECRET + " \\",
                        new IOException("first\nsecond https://a.example/b?k=" + SECRET)));
    }
}
