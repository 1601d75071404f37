package io.sightline.detect;

import io.sightline.detector.api.AudioDetector;
import io.sightline.detector.api.Detector;
import io.sightline.detector.api.Metric;
import io.sightline.detector.api.SyncDetector;
import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.model.DefectId;
import io.sightline.model.InstalledModel;
import io.sightline.model.LearnedDetectors;
import io.sightline.model.ModelDescription;
import io.sightline.model.ModelFinder;
import io.sightline.model.ModelSettings;
import io.sightline.model.onnx.LearnedFactory;
import java.io.File;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The detectors that are installed: built in, brought by a plug-in jar on the class path, or made
 * from a model.
 */
public final class DetectorCatalog {

    /** A file of services with more broken lines than this is given up. */
    private static final int MOST_FAILURES = 100;

    private final Map<String, Installed> installed = new TreeMap<>(); // by id
    private final List<ModelDescription> models = new ArrayList<>();
    private final Map<Metric, String> measuredBy = new HashMap<>(); // ids
    private final List<String> problems = new ArrayList<>(); // of plug-ins
    private final List<String> problemsOfModels = new ArrayList<>();

    /**
     * @param factory makes one for a rendition, or throws
     * @param sample one of its kind, for its description only
     * @param source where it is from: the name of a jar; null if built in
     */
    private record Installed(
            Supplier<? extends Detector> factory, Detector sample, @Nullable String source) {}

    private DetectorCatalog(ClassLoader loader, ModelSettings settings) {
        Set<Class<?>> known = new HashSet<>();
        Stream.of(VideoDetector.class, AudioDetector.class, SyncDetector.class)
                .forEach(service -> find(service, loader, known));
        ModelFinder finder =
                ModelFinder.find(loader, settings.folders().stream().map(Path::of).toList());
        finder.problems().forEach(problem -> problemsOfModels.add(problem.toString()));
        for (InstalledModel model : finder.models()) {
            models.add(model.description());
            add(
                    new LearnedFactory(model, settings.processor()),
                    LearnedDetectors.describing(model.description()),
                    "Model '%s'".formatted(model.description().id()),
                    model.source(),
                    problemsOfModels);
        }
    }

    /**
     * Finds every detector that {@code loader} sees. A model that is missing or wrong is no
     * failure: {@link #loadModels} tells of it, and it silences nothing else.
     *
     * @throws PlugInException with everything that is wrong with plug-ins, if anything is
     */
    public static DetectorCatalog load(ClassLoader loader) {
        return load(loader, ModelSettings.DEFAULTS);
    }

    /** The same with the models of a deployment. */
    public static DetectorCatalog load(ClassLoader loader, ModelSettings settings) {
        DetectorCatalog catalog = find(loader, settings);
        if (!catalog.problems.isEmpty()) {
            throw new PlugInException(catalog.problems);
        }
        return catalog;
    }

    /** Finds every detector that {@code loader} sees and that can be used. */
    public static DetectorCatalog find(ClassLoader loader) {
        return find(loader, ModelSettings.DEFAULTS);
    }

    /** The same with the models of a deployment. */
    public static DetectorCatalog find(ClassLoader loader, ModelSettings settings) {
        return new DetectorCatalog(loader, settings);
    }

    private <D extends Detector> void find(
            Class<D> service, ClassLoader loader, Set<Class<?>> known) {
        Iterator<ServiceLoader.Provider<D>> found =
                ServiceLoader.load(service, loader).stream().iterator();
        for (int failures = 0; failures < MOST_FAILURES; ) {
            try {
                if (!found.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<D> factory = found.next();
                if (known.add(factory.type())) {
                    add(factory);
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
                problems.add("A plug-in cannot be loaded: " + withCauses(e));
            }
        }
    }

    private void add(ServiceLoader.Provider<? extends Detector> factory) {
        String source = source(factory.type());
        add(factory, factory.get(), factory.type().getName(), source, problems);
    }

    private void add(
            Supplier<? extends Detector> factory,
            Detector sample,
            String name,
            @Nullable String source,
            List<String> wrong) {
        String whose = name + (source == null ? "" : " of " + source);
        try {
            whose = "Detector '" + sample.id() + "'" + (source == null ? "" : " of " + source);
            check(sample);
        } catch (RuntimeException | LinkageError e) {
            wrong.add(whose + " cannot be used: " + withCauses(e));
            return;
        }
        sample.metrics().forEach(metric -> measuredBy.putIfAbsent(metric, sample.id()));
        installed.put(sample.id(), new Installed(factory, sample, source));
    }

    private void check(Detector sample) {
        new DefectId(sample.id()); // the form that policies and --detectors can write
        Installed other = installed.get(sample.id());
        if (other != null) {
            throw new IllegalArgumentException(
                    "another one has this id"
                            + (other.source == null ? ", a built-in one" : ", in " + other.source)
                            + "; remove one of the jars that bring it");
        }
        for (Metric metric : sample.metrics()) {
            for (Metric taken : measurable().toList()) {
                if (taken.name().equals(metric.name()) && !taken.equals(metric)) {
                    throw new IllegalArgumentException(
                            "the name of its metric '"
                                    + metric.name()
                                    + "' is taken by "
                                    + (measuredBy.containsKey(taken)
                                            ? "detector '" + measuredBy.get(taken) + "'"
                                            : "the source")
                                    + "; choose another, with a prefix of your own");
                }
            }
        }
    }

    private Stream<Metric> measurable() {
        return Stream.concat(SourceMetrics.ALL.stream(), measuredBy.keySet().stream());
    }

    /** The jar or folder that a class is from; null if it is that of the built-in detectors. */
    private static @Nullable String source(Class<?> type) {
        URL own = location(Detector.class);
        URL location = location(type);
        if (location == null || (own != null && own.toString().equals(location.toString()))) {
            return null;
        }
        // A cluster gives jars of usrlib by URLs that are relative to its own folder.
        String name = new File(location.getPath()).getName();
        return name.isEmpty() ? location.toString() : name;
    }

    private static @Nullable URL location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? null : source.getLocation();
    }

    private static String withCauses(Throwable failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            text.append(": ").append(cause);
        }
        return text.toString();
    }

    /**
     * Loads the models of detectors and tries them, which takes a while: else each is loaded with
     * the first rendition, and what is wrong with it switches it off there.
     *
     * @param wanted ids of detectors; empty means all
     * @return what is wrong with models and with where they should lie, a sentence each
     */
    public List<String> loadModels(Collection<String> wanted) {
        List<String> failures = new ArrayList<>(problemsOfModels);
        for (Map.Entry<String, Installed> entry : installed.entrySet()) {
            boolean isWanted = wanted.isEmpty() || wanted.contains(entry.getKey());
            if (isWanted && entry.getValue().factory instanceof LearnedFactory learned) {
                try {
                    learned.load();
                } catch (IllegalStateException e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            }
        }
        return failures;
    }

    /** What is wrong with plug-ins, a sentence each. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** One of each detector, in the order of their ids, to describe and not to use. */
    public List<Detector> descriptions() {
        return installed.values().stream().map(Installed::sample).toList();
    }

    /** What the models say of themselves that learned detectors ask. */
    public List<ModelDescription> models() {
        return List.copyOf(models);
    }

    /** The ids of all detectors, in order. */
    public Set<String> ids() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(installed.keySet()));
    }

    /** Where a detector is from: the name of a jar, or {@code built in}. */
    public String sourceOf(Detector described) {
        Installed found = installed.get(described.id());
        return found == null || found.source == null ? "built in" : found.source;
    }

    /** Every metric of every detector, in the order of the detectors' ids. */
    public List<Metric> metrics() {
        return metricsOf(installed.values());
    }

    /**
     * Every metric with a column of its own: the source's, then those of the built-in detectors.
     */
    public List<Metric> columns() {
        List<Installed> builtIn =
                installed.values().stream().filter(i -> i.source == null).toList();
        return Stream.concat(SourceMetrics.IN_MEDIA.stream(), metricsOf(builtIn).stream()).toList();
    }

    /** The symbol of each metric's unit, by name. */
    public Map<String, String> units() {
        return Stream.concat(SourceMetrics.ALL.stream(), metrics().stream())
                .distinct()
                .collect(Collectors.toMap(Metric::name, metric -> metric.unit().symbol()));
    }

    /** The SHA-256 of the model that measures a metric, by the name of the metric. */
    public Map<String, String> modelsByMetric() {
        Map<String, String> models = new HashMap<>();
        for (Detector detector : descriptions()) {
            detector.modelSha256()
                    .ifPresent(
                            sha256 ->
                                    detector.metrics()
                                            .forEach(metric -> models.put(metric.name(), sha256)));
        }
        return models;
    }

    private static List<Metric> metricsOf(Collection<Installed> detectors) {
        return detectors.stream()
                .flatMap(entry -> entry.sample.metrics().stream())
                .distinct()
                .toList();
    }

    /**
     * Makes the detectors of one rendition; one that cannot be made fails when it is first called.
     *
     * @param wanted the ids to make; empty means all
     */
    public List<Detector> create(Collection<String> wanted) {
        return installed.entrySet().stream()
                .filter(entry -> wanted.isEmpty() || wanted.contains(entry.getKey()))
                .map(entry -> make(entry.getValue()))
                .toList();
    }

    private static Detector make(Installed entry) {
        try {
            return entry.factory.get();
        } catch (ServiceConfigurationError | LinkageError e) { // of whatever it threw
            Throwable cause = e.getCause();
            return new BrokenDetector(entry.sample, cause == null ? e : cause);
        } catch (IllegalStateException e) { // of a model that cannot be loaded
            return new BrokenDetector(entry.sample, e);
        }
    }
}
