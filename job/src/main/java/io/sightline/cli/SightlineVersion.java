package io.sightline.cli;

import io.sightline.job.JobVersion;
import picocli.CommandLine;

/** The versions behind {@code --version}. */
final class SightlineVersion implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "sightline " + JobVersion.current(),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name")
        };
    }
}
