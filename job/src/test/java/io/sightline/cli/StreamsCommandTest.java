package io.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsCommandTest {

    @TempDir private Path folder;

    private Path file;
    private FakeTerminal screen = new FakeTerminal(80);

    @BeforeEach
    void nameFile() {
        file = folder.resolve("streams.yaml");
    }

    @Test
    void addsListsDisablesAndRemoves() throws IOException {
        assertThat(
                        add(
                                "--id=news-7",
                                "--url=https://me:sesame@host/n.m3u8?token=t",
                                "--label=tier=gold"))
                .isEqualTo(ExitStatus.FINE);
        assertThat(screen.out())
                .isEqualTo("Added stream 'news-7' to " + file + ", which was created.\n");
        assertThat(
                        add(
                                "--url=https://host/sport/master.m3u8",
                                "--renditions=all",
                                "--decode=auto",
                                "--priority=high",
                                "--policy=sport",
                                "--header=Authorization: Bearer abracadabra"))
                .isEqualTo(ExitStatus.FINE);
        assertThat(screen.out()).isEqualTo("Added stream 'sport' to " + file + ".\n");
        assertThat(screen.err()).contains("'sport' was not checked; --policy-file FILE does that");
        assertThat(streams("disable", "news-7")).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out()).isEqualTo("Disabled stream 'news-7' in " + file + ".\n");

        assertThat(streams("list")).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out())
                .isEqualTo(
                        """
                        STREAM  WATCHED  DECODE  PRIORITY  POLICY   RENDITIONS  LABELS     URL
                        news-7  no       full    normal    default  highest     tier=gold  https://host/n.m3u8
                        sport   yes      auto    high      sport    all                    https://host/sport/master.m3u8

                        2 streams, 1 disabled, in %s.
                        """
                                .formatted(file));
        assertThat(streams("list", "--print=json", "--select=tier=gold")).isZero();
        assertThat(screen.out())
                .isEqualTo(
                        "{\"id\":\"news-7\",\"url\":\"https://host/n.m3u8\",\"renditions\":\"highest\","
                                + "\"headers\":[],\"program\":null,\"detectors\":\"all\",\"policy\":\"default\","
                                + "\"decode\":\"full\",\"priority\":\"normal\",\"labels\":{\"tier\":\"gold\"},"
                                + "\"enabled\":false}\n");
        assertThat(streams("list", "--print=json")).isZero();
        assertThat(screen.out()).contains("\"headers\":[\"Authorization\"]");
        assertThat(screen.out()).doesNotContain("abracadabra");

        assertThat(streams("remove", "news-7", "sport")).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out())
                .isEqualTo("Removed streams 'news-7', 'sport' from " + file + ".\n");
        assertThat(Files.readString(file)).isEqualTo("streams:\n");
        assertThat(streams("list")).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out()).isEqualTo("No streams in " + file + ".\n");
    }

    @Test
    void refusesWhatAFileWouldReportInTheSameWords() {
        int status =
                add(
                        "--url=x.ts",
                        "--decode=ful",
                        "--detectors=video.blak",
                        "--expected=resolution=big",
                        "--header=Bad Name: sesame",
                        "--program=70000");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .contains(
                        "sightline: 'decode' is one of auto, full, reference, keyframes, none, but was 'ful'",
                        "unknown detector 'video.blak'; did you mean 'video.black'?",
                        "'resolution' is width x height, like 1920x1080",
                        "the header 'Bad Name' is not valid",
                        "'program' is a whole number from 0 to 65535")
                .doesNotContain("sesame");
        assertThat(file).doesNotExist();
    }

    @Test
    void addsATapOnlyOfAStreamThatIsThere() throws IOException {
        assertThat(add("--id=studio", "--url=x")).isEqualTo(ExitStatus.FINE);

        assertThat(add("--id=tap", "--url=y", "--reference=studoi")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .contains("'reference' names the unknown stream 'studoi'; did you mean 'studio'?");
        assertThat(add("--id=tap", "--url=y", "--reference=studio")).isEqualTo(ExitStatus.FINE);
        assertThat(add("--id=of-tap", "--url=z", "--reference=tap")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("which is compared with 'studio' itself");

        assertThat(Files.readString(file))
                .isEqualTo(
                        """
                        streams:
                          - id: studio
                            url: x
                          - id: tap
                            url: y
                            reference: studio
                        """);
    }

    @Test
    void changesNothingWhenItRefuses() throws IOException {
        String text = "streams:\n- {id: a, url: x}\n- {id: b, url: y, polcy: z}\n";
        Files.writeString(file, text);

        assertThat(add("--id=b", "--url=z")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .isEqualTo("sightline: a stream 'b' is there already, on line 3 of " + file + "\n");
        assertThat(streams("remove", "a", "c")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .isEqualTo("sightline: no stream 'c' in " + file + "; did you mean 'a'?\n");
        assertThat(
                        add(
                                "--id=c",
                                "--url=z",
                                "--policy=sprot",
                                "--policy-file=" + folder.resolve("p.yaml")))
                .isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("p.yaml: does not exist");
        assertThat(streams("enable", "a")).isEqualTo(ExitStatus.FINE);
        assertThat(screen.out()).isEqualTo("Nothing to do: enabled already in " + file + ".\n");
        assertThat(Files.readString(file)).isEqualTo(text);

        assertThat(streams("list")).as("an entry is bad").isEqualTo(ExitStatus.INCIDENT);
        assertThat(screen.err())
                .isEqualTo(
                        "skipped: " + file + ":3: unknown key 'polcy'; did you mean 'policy'?\n");
        assertThat(streams("remove", "b")).as("bad ones can be removed").isZero();
    }

    @Test
    void saysWhatIsWrongWithTheRegistry() throws IOException {
        assertThat(streams("list")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err())
                .isEqualTo(
                        "sightline: "
                                + file
                                + ": does not exist; give the path of a registry file\n");
        Files.writeString(file, "nonsense");
        assertThat(streams("remove", "a")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("expected 'key: value' lines, but found 'nonsense'");
        screen = new FakeTerminal(80);
        assertThat(run("streams", "list", "--registry=kafka:host")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("'kafka:host' is no topic of streams");
        assertThat(run("streams")).isEqualTo(ExitStatus.USAGE);
        assertThat(screen.err()).contains("Say what to do: list, add, remove");
    }

    @Test
    void keepsLinksAndPermissionsAndLeavesNoDraftBehind() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real")).resolve("fleet.yaml");
        Files.writeString(real, "streams:\n");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(file, real);

        assertThat(add("--id=a", "--url=x")).isEqualTo(ExitStatus.FINE);

        assertThat(Files.isSymbolicLink(file)).isTrue();
        assertThat(Files.readString(real)).isEqualTo("streams:\n  - id: a\n    url: x\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-r-----");
        try (Stream<Path> left = Files.list(real.getParent())) {
            assertThat(left).containsExactly(real);
        }
    }

    private int add(String... options) {
        return streams("add", options);
    }

    private int streams(String what, String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "streams";
        all[1] = what;
        all[2] = "--registry=" + file;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return run(all);
    }

    private int run(String... arguments) {
        screen = new FakeTerminal(80);
        return Sightline.run(
                screen.terminal(),
                (plan, listener) -> {
                    throw new AssertionError("A job was started");
                },
                arguments);
    }
}
