package io.sightline.inject;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All kinds of defects that can be planted, in the order in which they are applied. */
public final class Kinds {

    private Kinds() {}

    static List<Injector> injectors() {
        List<Injector> all = new ArrayList<>();
        all.addAll(ReshapedPictures.all());
        all.addAll(DegradedPictures.all());
        all.addAll(HeldPictures.all());
        all.addAll(CoveredPictures.all());
        all.addAll(QuietSound.all());
        all.addAll(LoudSound.all());
        all.addAll(NoisySound.all());
        all.addAll(SoundAgainstPictures.all());
        all.addAll(SecondHandPictures.all());
        all.add(HeldPictures.missing()); // after all that count pictures
        all.addAll(CodedDamage.all());
        all.addAll(ChangedFormats.all());
        all.add(CaptionTrack.missing());
        all.addAll(TransportDamage.all());
        return List.copyOf(all);
    }

    /** Every kind. */
    public static List<Kind> all() {
        return injectors().stream().map(Injector::kind).toList();
    }

    static Optional<Injector> byId(String id) {
        return injectors().stream().filter(one -> one.kind().id().equals(id)).findFirst();
    }
}
