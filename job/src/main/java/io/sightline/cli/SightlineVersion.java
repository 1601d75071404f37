package io.sightline.cli;

import picocli.CommandLine;

/** The versions behind {@code --version}. */
final class SightlineVersion implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {
            "sightline " + current(),
            "Java " + Runtime.version() + ", " + System.getProperty("os.name")
        };
    }

    /** As the jar says; classes outside a jar have no version. */
    static String current() {
        String version = SightlineVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development build" : version;
    }
}
