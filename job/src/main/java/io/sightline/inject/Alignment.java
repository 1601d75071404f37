package io.sightline.inject;

import io.sightline.inject.Kind.Needs;
import io.sightline.inject.Kind.Parameter;
import io.sightline.yaml.NearestWord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks what is asked for against the clip and says where it can be: defects of pictures begin and
 * end with pictures, the nearest ones.
 */
final class Alignment {

    /** For sound and pictures alike: less than a sample of a picture, more than any rounding. */
    private static final double MARGIN_SECONDS = 0.001;

    private final Clip clip;
    private final InjectionRequest request;
    private final List<String> problems = new ArrayList<>();

    private Alignment(Clip clip, InjectionRequest request) {
        this.clip = clip;
        this.request = request;
    }

    /** In the order in which they are planted. */
    static List<Planted> of(Clip clip, InjectionRequest request) throws InjectException {
        Alignment alignment = new Alignment(clip, request);
        List<Planted> planted = alignment.planted();
        if (!alignment.problems.isEmpty()) {
            throw new InjectException(alignment.problems);
        }
        return planted;
    }

    private List<Planted> planted() {
        Map<String, Integer> order = new HashMap<>();
        Kinds.all().forEach(kind -> order.put(kind.id(), order.size()));
        List<Planted> all = new ArrayList<>();
        for (Planting planting : request.plantings()) {
            Optional<Kind> kind = Kinds.byId(planting.kind()).map(Injector::kind);
            if (kind.isEmpty()) {
                problems.add(
                        "No kind of defect is called '%s'%s"
                                .formatted(
                                        planting.kind(),
                                        NearestWord.hint(planting.kind(), order.keySet())));
                continue;
            }
            int before = problems.size();
            check(planting, kind.get());
            if (problems.size() == before) {
                all.add(aligned(planting, kind.get(), all.size()));
            }
        }
        all.sort(
                Comparator.<Planted>comparingInt(one -> order.get(one.kind().id()))
                        .thenComparingLong(Planted::fromMicros));
        for (int i = 1; i < all.size(); i++) {
            Planted one = all.get(i - 1);
            Planted next = all.get(i);
            if (one.kind().equals(next.kind()) && next.fromMicros() < one.toMicros()) {
                problems.add(
                        "Two stretches of %s overlap at %s s"
                                .formatted(one.kind().id(), Kind.plain(next.fromSeconds())));
            }
        }
        return all;
    }

    private void check(Planting planting, Kind kind) {
        if (planting.toMicros() <= planting.fromMicros()) {
            problems.add("%s ends before it begins".formatted(planting));
        } else if (planting.toMicros() > clip.durationMicros() + 1_000) {
            problems.add(
                    "%s is not within the clip, which lasts %s s"
                            .formatted(planting, Kind.plain(clip.durationMicros() / 1e6)));
        }
        if (!isMet(kind.needs())) {
            problems.add("%s needs %s".formatted(kind.id(), kind.needs().words()));
        }
        double strength = planting.strength().orElse(kind.strength().usual());
        if (!kind.strength().allows(strength)) {
            problems.add(
                    "The strength of %s is %s to %s (%s), not %s"
                            .formatted(
                                    kind.id(),
                                    Kind.plain(kind.strength().least()),
                                    Kind.plain(kind.strength().most()),
                                    kind.strength().meaning(),
                                    Kind.plain(strength)));
        }
        planting.parameters().forEach((name, value) -> check(kind, name, value));
    }

    private boolean isMet(Needs needs) {
        boolean hasPictures = clip.pictures() != null;
        Clip.Sound sound = clip.sound();
        return switch (needs) {
            case PICTURES -> hasPictures;
            case EARLIER_PICTURES -> hasPictures;
            case SOUND -> sound != null;
            case STEREO -> sound != null && sound.channels() >= 2;
            case PICTURES_AND_SOUND -> hasPictures && sound != null;
            case TRANSPORT_STREAM -> request.isTransportStream();
            case PICTURES_IN_TRANSPORT_STREAM -> hasPictures && request.isTransportStream();
        };
    }

    private void check(Kind kind, String name, String value) {
        Optional<Parameter> known =
                kind.parameters().stream().filter(one -> one.name().equals(name)).findFirst();
        if (known.isEmpty()) {
            List<String> names = new ArrayList<>(List.of("strength"));
            kind.parameters().forEach(one -> names.add(one.name()));
            problems.add(
                    "%s has no '%s'%s".formatted(kind.id(), name, NearestWord.hint(name, names)));
            return;
        }
        Parameter parameter = known.get();
        if (parameter.isNumber() && !isWithin(parameter, value)) {
            problems.add(
                    "'%s' of %s is a number from %s to %s, not '%s'"
                            .formatted(
                                    name,
                                    kind.id(),
                                    Kind.plain(parameter.least()),
                                    Kind.plain(parameter.most()),
                                    value));
        } else if (!parameter.isNumber() && !parameter.words().contains(value)) {
            problems.add(
                    "'%s' of %s cannot be '%s'%s"
                            .formatted(
                                    name,
                                    kind.id(),
                                    value,
                                    NearestWord.hint(value, parameter.words())));
        }
    }

    private static boolean isWithin(Parameter parameter, String value) {
        try {
            double number = Double.parseDouble(value);
            return number >= parameter.least() && number <= parameter.most();
        } catch (NumberFormatException e) {
            return false; // the message says what it should be
        }
    }

    private Planted aligned(Planting planting, Kind kind, int index) {
        Map<String, String> parameters = new HashMap<>();
        kind.parameters().forEach(one -> parameters.put(one.name(), one.usual()));
        parameters.putAll(planting.parameters());
        double strength = planting.strength().orElse(kind.strength().usual());
        long seed = request.seed() * 1_000_003 + index;
        long from = planting.fromMicros();
        long to = planting.toMicros();
        double margin = 0;
        Clip.Pictures pictures = clip.pictures();
        boolean isOfSound = kind.needs() == Needs.SOUND || kind.needs() == Needs.STEREO;
        if (pictures != null && !isOfSound) {
            long half = pictures.rate().pictureMicros() / 2;
            int least = kind.needs() == Needs.EARLIER_PICTURES ? 1 : 0;
            int first = Math.max(least, pictures.firstAt(from - half));
            int end = Math.max(first + 1, pictures.firstAt(to - half));
            from = pictures.begin(first);
            to = pictures.begin(end);
            margin = kind.needs() == Needs.PICTURES_AND_SOUND ? MARGIN_SECONDS : half / 1e6;
        }
        return new Planted(
                kind, from, to, from / 1e6 - margin, to / 1e6 - margin, strength, parameters, seed);
    }
}
