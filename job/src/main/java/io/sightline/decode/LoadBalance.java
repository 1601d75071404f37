package io.sightline.decode;

import io.sightline.flow.DecodeTier;
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

    /** Who needs more than all of real time for itself can never be kept up with. */
    private static final double MOST_OF_SLOT = 1.0;

    private final LoadShedder shedder = new LoadShedder();
    private long lastRoundMillis;
    private long mostLagMillis = RenditionLoad.NO_LAG;

    /** The tick of any rendition: the first of a round weighs what all told in the last one. */
    void onTick(Collection<RenditionDecoders> renditions, long nowMillis) {
        if (nowMillis - lastRoundMillis < ROUND_MILLIS) {
            return;
        }
        lastRoundMillis = nowMillis;
        mostLagMillis = RenditionLoad.NO_LAG;
        List<RenditionDecoders> live = new ArrayList<>();
        List<LoadShedder.Load> loads = new ArrayList<>();
        for (RenditionDecoders rendition : renditions) {
            rendition.load().endRound(rendition.tiers().inForce(), nowMillis);
            mostLagMillis = Math.max(mostLagMillis, rendition.load().lagMillis());
            if (rendition.load().isLive()) {
                holdToShare(rendition);
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

    /** The most that a live rendition was behind in the last round. */
    long mostLagMillis() {
        return mostLagMillis;
    }

    /** One that costs too much by itself goes down whatever its priority, before others do. */
    private static void holdToShare(RenditionDecoders rendition) {
        TierControl tiers = rendition.tiers();
        DecodeTier now = tiers.inForce();
        if (now == DecodeTier.NONE || !rendition.load().needsMoreThan(MOST_OF_SLOT)) {
            return;
        }
        if (!now.less().isLessThan(tiers.limit())) {
            return; // has been told, and waits for a key frame
        }
        LOG.warn(
                "{} is decoded as {} at most: {} takes longer than it lasts; lower its resolution"
                        + " or frame rate",
                rendition.origin().forLog(),
                now.less().id(),
                now.id());
        tiers.limitTo(now.less());
        if (now.less() == DecodeTier.NONE) {
            rendition.refuse();
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
        if (change.limit() != DecodeTier.NONE) {
            rendition.admit();
        }
    }
}
