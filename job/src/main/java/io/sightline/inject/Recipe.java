package io.sightline.inject;

import io.sightline.media.ffmpeg.FfmpegProgram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How the new clip is made: filled by the injectors, one after the other, then carried out by
 * {@link Injection}. One thread.
 */
final class Recipe {

    private final Clip clip;
    private final InjectionRequest request;
    private final Path folder;
    private final FilterGraph pictures;
    private final FilterGraph sound;
    private final List<Path> moreInputs = new ArrayList<>();
    private final List<String> lostPictures = new ArrayList<>();
    private final List<String> lostSound = new ArrayList<>();
    private final List<String> wrongBytes = new ArrayList<>();
    private final List<String> soundShifts = new ArrayList<>();
    private final List<Long> keyPictures = new ArrayList<>();
    private final List<TransportDamage> transport = new ArrayList<>();
    private final List<FormatSwitch> switches = new ArrayList<>();
    private final Map<String, Double> measured = new TreeMap<>();
    private final List<Label.Stretch> companions = new ArrayList<>();
    private final List<Planted> withoutCaptions = new ArrayList<>();
    private boolean hasPattern;
    private boolean plantsUntilKeyPicture;
    private long[] noticeable = {};

    /**
     * @param folder for what lies between; owned by the caller
     */
    Recipe(Clip clip, InjectionRequest request, Path folder) {
        this.clip = clip;
        this.request = request;
        this.folder = folder;
        this.pictures = new FilterGraph("0:V:0", "v");
        this.sound = new FilterGraph(hasSoundOfItsOwn() ? "1:a:0" : "0:a:0", "s");
        if (hasSoundOfItsOwn()) {
            moreInputs.add(request.sound() == null ? request.clip() : request.sound());
        }
    }

    /** Whether sound is an input beside the pictures: it repeats by itself, without gaps. */
    private boolean hasSoundOfItsOwn() {
        return clip.sound() != null && (request.sound() != null || request.repeatToMicros() > 0);
    }

    /** A part of the clip with another format, spliced in after coding. */
    record FormatSwitch(Planted defect) {}

    Clip clip() {
        return clip;
    }

    Path folder() {
        return folder;
    }

    FilterGraph pictures() {
        return pictures;
    }

    FilterGraph sound() {
        return sound;
    }

    /** Samples of all channels through an expression of {@code aeval}, in double precision. */
    void samples(String expression) {
        sound.then("aeval='" + expression + "':c=same");
    }

    Clip.Pictures pictureTrack() {
        return Objects.requireNonNull(clip.pictures());
    }

    Clip.Sound soundTrack() {
        return Objects.requireNonNull(clip.sound());
    }

    /** Shows the pictures of a file, the first of which is due at an instant, during a defect. */
    void coverPictures(Path file, Planted defect) {
        moreInputs.add(file);
        // A little early: coders round times, and each picture must be there when it is asked for.
        double shift = defect.fromSeconds() - 0.25 / pictureTrack().rate().perSecond();
        pictures.coverPictures(
                String.format(
                        Locale.ROOT,
                        "[%d:v:0]settb=AVTB,setpts=(PTS-STARTPTS)*%.9f+%.6f/TB",
                        moreInputs.size(),
                        SecondHandPictures.RATE / pictureTrack().rate().perSecond(),
                        shift),
                "0:0",
                defect.gate());
    }

    List<Path> moreInputs() {
        return moreInputs;
    }

    /** Coded pictures for which the expression over {@code pts*tb} is not 0 are left out. */
    void losePictures(String expression) {
        lostPictures.add(expression);
    }

    void loseSound(String expression) {
        lostSound.add(expression);
    }

    /** The expression tells for each coded picture which share of its bytes is wrong: one of N. */
    void damagePictures(String expression) {
        wrongBytes.add(expression);
    }

    /** By so many ticks the times of coded sound are less; over {@code PTS} and {@code TB}. */
    void shiftSound(String ticks) {
        soundShifts.add(ticks);
    }

    List<String> soundShifts() {
        return soundShifts;
    }

    /** Whether it is the first to ask for a line-up pattern, which there is one of. */
    boolean beginPattern() {
        boolean isFirst = !hasPattern;
        hasPattern = true;
        return isFirst;
    }

    /** The clip is given captions, but not there. */
    void withholdCaptions(Planted defect) {
        withoutCaptions.add(defect);
    }

    List<Planted> withoutCaptions() {
        return withoutCaptions;
    }

    /** The next key picture is where coded damage is over; labels follow it. */
    void lastUntilKeyPicture() {
        plantsUntilKeyPicture = true;
    }

    boolean lastsUntilKeyPicture() {
        return plantsUntilKeyPicture;
    }

    void forceKeyPicture(long atMicros) {
        keyPictures.add(atMicros);
    }

    void damageTransport(TransportDamage damage) {
        transport.add(damage);
    }

    void switchFormat(FormatSwitch change) {
        switches.add(change);
    }

    /** Something that was found out about what is planted now, for its label. */
    void measured(String name, double value) {
        measured.put(name, value);
    }

    /** A stretch of another defect that comes with what is planted now. */
    void companion(Label.Stretch stretch) {
        companions.add(stretch);
    }

    /** Only so much of what is planted now can be noticed; nothing, where both are the same. */
    void limitTo(long fromMicros, long toMicros) {
        noticeable = new long[] {fromMicros, toMicros};
    }

    /** What was said by {@link #limitTo}; empty if nothing. */
    long[] noticeable() {
        return noticeable.clone();
    }

    /** What was said of the last defect; forgotten afterwards. */
    Map<String, Double> takeMeasured() {
        Map<String, Double> all = Map.copyOf(measured);
        measured.clear();
        return all;
    }

    List<Label.Stretch> takeCompanions() {
        List<Label.Stretch> all = List.copyOf(companions);
        companions.clear();
        plantsUntilKeyPicture = false;
        noticeable = new long[0];
        return all;
    }

    List<String> lostPictures() {
        return lostPictures;
    }

    List<String> lostSound() {
        return lostSound;
    }

    List<String> wrongBytes() {
        return wrongBytes;
    }

    List<Long> keyPictures() {
        return keyPictures;
    }

    List<TransportDamage> transport() {
        return transport;
    }

    List<FormatSwitch> switches() {
        return switches;
    }

    /** The options that open the clip, as often as it is to be shown. */
    List<String> inputs() {
        List<String> options = new ArrayList<>();
        String often = request.repeatToMicros() > 0 ? "-1" : "0";
        options.addAll(List.of("-stream_loop", often, "-i", request.clip().toString()));
        for (Path input : moreInputs) {
            // Slices of damaged pictures are concealed as they come: one thread, always the same.
            options.addAll(List.of("-threads", "1", "-i", input.toString()));
        }
        return options;
    }

    /** The sound as it is now, all channels' samples between two instants, interleaved. */
    FloatBuffer listen(double fromSeconds, double toSeconds) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-v", "error"));
        arguments.addAll(inputs());
        String graph = sound.text().isEmpty() ? "" : sound.text() + ";";
        String cut =
                String.format(
                        Locale.ROOT,
                        "%s[%s]atrim=start=%.6f:end=%.6f[heard]",
                        graph,
                        sound.end(),
                        fromSeconds,
                        toSeconds);
        arguments.addAll(List.of("-filter_complex", cut, "-map", "[heard]"));
        arguments.addAll(List.of("-c:a", "pcm_f32le", "-f", "f32le", "-"));
        byte[] samples = FfmpegProgram.ffmpeg().run(arguments);
        return ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }
}
