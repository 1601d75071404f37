package io.sightline.source.reader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.source.SourceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same media as HLS and in every form that DASH has for it, by a packager that is not ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashTest {

    private static final int SECONDS = 7;

    @TempDir private static Path folder;

    private Clips clips;
    private List<String> hls;

    @BeforeAll
    void readHls() throws Exception {
        clips = new Clips(folder);
        hls = packets(media(clips.hls("fmp4", SECONDS)));
        assertThat(hls).hasSizeGreaterThan(SECONDS * 60);
    }

    static Stream<List<String>> forms() {
        return Stream.of(
                List.of("timeline", "-use_timeline", "1"),
                List.of("number", "-use_timeline", "0"),
                List.of("time", "-media_seg_name", "t$RepresentationID$-$Time$.m4s"),
                List.of("padded", "-media_seg_name", "p$RepresentationID$-$Number%05d$.m4s"),
                List.of("list", "-use_template", "0", "-use_timeline", "0"),
                List.of("index", "-single_file", "1", "-global_sidx", "1"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void readsTheSameMediaAsHls(List<String> form) throws Exception {
        Path mpd =
                clips.dash(
                        form.get(0), SECONDS, form.subList(1, form.size()).toArray(new String[0]));
        List<String> dash = media(mpd);
        assertThat(dash).noneMatch(line -> line.startsWith("discontinuity"));
        for (int track = 0; track < 2; track++) {
            assertThat(Clips.sinceFirst(packets(dash), track))
                    .isEqualTo(Clips.sinceFirst(hls, track));
        }
    }

    @Test
    void joinsPeriods() throws Exception {
        Path mpd = clips.dash("one", SECONDS, "-use_timeline", "1");
        String text = Files.readString(mpd);
        int begin = text.indexOf("<Period");
        int end = text.indexOf("</Period>") + "</Period>".length();
        String period =
                text.substring(begin, end).replaceFirst("start=\"[^\"]*\"", "duration=\"PT7S\"");
        Path two = folder.resolve("two.mpd");
        Files.writeString(
                two,
                text.substring(0, begin).replaceFirst("PT7\\.\\dS|PT7S", "PT14S")
                        + period
                        + period
                        + text.substring(end));

        List<String> media = media(two);
        assertThat(packets(media)).hasSize(2 * hls.size());
        assertThat(media.stream().filter(line -> line.startsWith("discontinuity"))).hasSize(1);
        assertThat(media.stream().filter(line -> line.startsWith("tracks"))).hasSize(1);
    }

    @Test
    void saysWhatIsWrongWithAnMpd() throws Exception {
        assertThat(refusal("<MPD")).contains("the MPD cannot be understood");
        assertThat(refusal("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"></MPD>"))
                .contains("the MPD has no period");
        assertThat(refusal(mpd("<Period duration=\"PT1S\"/>")))
                .contains("the MPD offers neither video nor audio");
        assertThat(refusal(mpd(template("duration=\"1\" timescale=\"1000000000\""))))
                .contains("it lists more than 50000 segments");
        assertThat(refusal(mpd(template("timescale=\"1000\""))))
                .contains("segments have no duration");
        assertThat(
                        refusal(
                                mpd(
                                        template("duration=\"2\"")
                                                .replace(
                                                        "<Representation",
                                                        "<ContentProtection schemeIdUri=\"urn:x\"/><Representation"))))
                .contains("encrypted with common encryption");
    }

    @Test
    void readsNoEntitiesThatAnMpdBrings() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "s3cret");
        String bomb =
                "<!DOCTYPE MPD [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                        + "<!ENTITY x SYSTEM \""
                        + secret.toUri()
                        + "\">]>";
        String said =
                refusal(bomb + mpd(template("duration=\"2\"").replace("v.m4s", "&x;&b;.m4s")));
        assertThat(said).contains("BROKEN").doesNotContain("s3cret").doesNotContain("aaaa");
    }

    private static String template(String timing) {
        return """
        <Period duration="PT7S"><AdaptationSet contentType="video"><Representation id="0" bandwidth="1">
        <SegmentTemplate media="v.m4s" %s/></Representation></AdaptationSet></Period>
        """
                .formatted(timing);
    }

    private static String mpd(String periods) {
        return "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\">" + periods + "</MPD>";
    }

    private String refusal(String text) throws Exception {
        Path mpd = Files.writeString(folder.resolve("bad.mpd"), text);
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            harness.read(ReaderHarness.split("clip", mpd.toString())).toTheEnd();
            return String.join("\n", harness.lines);
        }
    }

    private static List<String> media(Path input) throws Exception {
        try (ReaderHarness harness = new ReaderHarness(SourceSettings.DEFAULTS)) {
            List<String> read =
                    harness.read(ReaderHarness.split("clip", input.toString())).toTheEnd().media();
            assertThat(harness.lines).noneMatch(line -> line.startsWith("state BROKEN"));
            return read;
        }
    }

    private static List<String> packets(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("packet"))
                .map(line -> line.replace("packet 1000 ", "packet 1 "))
                .toList();
    }
}
