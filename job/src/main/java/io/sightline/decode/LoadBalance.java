package io.sightline.decode;

import io.sightline.flow.RenditionRef;
import io.sightline.flow.TierControl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a slot's live renditions in real time: gathers what they cost and how far they are behind,
 * and puts in force, and in the log, what the {@link LoadShedder} decides. Thread: the task's.
 */
final class LoadBalance {

    private static final Logger LOG = LoggerFactory.getLogger(LoadBalance.class);

    /** Ticks of all renditions come together, once a second. */
    private static final long ROUND_MILLIS = 500;

    private final LoadShedder shedder = new LoadShedder();
    private long lastRoundMillis;

    /** The tick of any rendition: the first of a round weighs what all told in the last one. */
    void onTick(Collection<RenditionDecoders> renditions, long nowMillis) {
        if (nowMillis - lastRoundMillis < ROUND_MILLIS) {
            return;
        }
        lastRoundMillis = nowMillis;
        List<RenditionDecoders> live = new ArrayList<>();
        List<LoadShedder.Load> loads = new ArrayList<>();
        for (RenditionDecoders rendition : renditions) {
            rendition.load().endRound(rendition.tiers().inForce(), nowMillis);
            if (rendition.load().isLive()) {
                live.add(rendition);
                loads.add(
                        rendition
                                .load()
                                .seen(
                                        rendition.origin().examination().priority(),
                                        rendition.tiers(),
                                        nowMillis));
            }
        }
        for (LoadShedder.Change change : shedder.decide(loads, nowMillis)) {
            carryOut(change, live.get(change.index()), loads);
        }
    }

    private static void carryOut(
            LoadShedder.Change change, RenditionDecoders rendition, List<LoadShedder.Load> loads) {
        TierControl tiers = rendition.tiers();
        RenditionRef origin = rendition.origin();
        double need = loads.stream().mapToDouble(LoadShedder.Load::need).sum();
        if (change.limit().isLessThan(tiers.limit())) {
            LOG.warn(
                    "{} priority={} is decoded as {} at most, was {}: the slot is {} ms behind real"
                            + " time and needs {} of it; give it fewer streams or more slots",
                    origin.forLog(),
                    origin.examination().priority().id(),
                    change.limit().id(),
                    tiers.limit().id(),
                    loads.stream().mapToLong(LoadShedder.Load::lagMillis).max().orElse(0),
                    String.format(Locale.ROOT, "%.2f", need));
        } else {
            LOG.info(
                    "{} priority={} may be decoded as {} again, was {}: the slot needs {} of real"
                            + " time",
                    origin.forLog(),
                    origin.examination().priority().id(),
                    change.limit().id(),
                    tiers.limit().id(),
                    String.format(Locale.ROOT, "%.2f", need));
        }
        tiers.limitTo(change.limit());
    }
}
