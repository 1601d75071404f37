package io.sightline.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this release, as the build wrote it. */
public final class JobVersion {

    private JobVersion() {}

    public static String current() {
        Properties properties = new Properties();
        try (InputStream in = JobVersion.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
