package io.sightline.detect;

import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.SyncDetector;
import io.sightline.detector.api.VideoDetector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The detectors that are installed: built in, or brought by a plug-in jar on the class path. */
public final class DetectorCatalog {

    private final Map<String, Supplier<? extends Detector>> factories;
    private final List<Detector> samples; // one of each, for its description only

    private DetectorCatalog(Map<String, Supplier<? extends Detector>> factories) {
        this.factories = factories;
        this.samples = factories.values().stream().<Detector>map(Supplier::get).toList();
    }

    /**
     * Finds every detector that {@code loader} sees.
     *
     * @throws IllegalStateException if two detectors have the same id
     */
    public static DetectorCatalog load(ClassLoader loader) {
        List<Supplier<? extends Detector>> found = new ArrayList<>();
        Stream.of(VideoDetector.class, AudioDetector.class, SyncDetector.class)
                .forEach(type -> ServiceLoader.load(type, loader).stream().forEach(found::add));
        Map<String, Supplier<? extends Detector>> factories = new LinkedHashMap<>();
        found.stream()
                .sorted(Comparator.comparing(factory -> factory.get().id()))
                .forEach(
                        factory -> {
                            String id = factory.get().id();
                            if (factories.put(id, factory) != null) {
                                throw new IllegalStateException(
                                        "Two detectors are called '"
                                                + id
                                                + "': remove one of the plug-in jars that bring it");
                            }
                        });
        return new DetectorCatalog(factories);
    }

    /** One of each detector, in the order of their ids, to describe and not to use. */
    public List<Detector> descriptions() {
        return samples;
    }

    /** Every metric of every detector, in the order of the detectors' ids. */
    public List<Metric> metrics() {
        return samples.stream().flatMap(detector -> detector.metrics().stream()).toList();
    }

    /** Every metric with a column of its own: the source's, then those of all detectors. */
    public List<Metric> columns() {
        return Stream.concat(SourceMetrics.IN_MEDIA.stream(), metrics().stream()).toList();
    }

    /**
     * Makes the detectors of one rendition.
     *
     * @param wanted the ids to make; empty means all
     */
    public List<Detector> create(Collection<String> wanted) {
        return factories.entrySet().stream()
                .filter(entry -> wanted.isEmpty() || wanted.contains(entry.getKey()))
                .<Detector>map(entry -> entry.getValue().get())
                .toList();
    }
}
