package io.sightline.model;

import io.sightline.yaml.ConfigProblem;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.UnreadableFile;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds models: in jars on the class path that name the folders of theirs in {@value #INDEX}, one a
 * line, and in folders. A model is a folder with {@code model.onnx} and {@code model.yaml}. One
 * from a folder takes the place of one from a jar that has its id.
 */
public final class ModelFinder {

    private static final String INDEX = "META-INF/sightline/models";
    private static final String DESCRIPTION = "model.yaml";
    private static final String MODEL = "model.onnx";

    private final List<InstalledModel> found = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();

    private ModelFinder() {}

    /**
     * What is installed here.
     *
     * @param folders each a model, or a folder of such
     */
    public static ModelFinder find(ClassLoader loader, Collection<Path> folders) {
        ModelFinder finder = new ModelFinder();
        try {
            for (Enumeration<URL> indexes = loader.getResources(INDEX);
                    indexes.hasMoreElements(); ) {
                finder.readIndex(indexes.nextElement());
            }
        } catch (IOException e) {
            finder.problems.add(new ConfigProblem(INDEX, 0, "cannot be read: " + e.getMessage()));
        }
        int ofJars = finder.found.size();
        folders.forEach(finder::readFolder);
        finder.replace(ofJars);
        return finder;
    }

    /** Those that can be described; whether they run is another question. */
    public List<InstalledModel> models() {
        return List.copyOf(found);
    }

    /** Everything that is wrong with descriptions and folders. */
    public List<ConfigProblem> problems() {
        return List.copyOf(problems);
    }

    private void replace(int ofJars) {
        List<InstalledModel> inJars = found.subList(0, ofJars);
        Set<String> inFolders =
                found.stream()
                        .skip(ofJars)
                        .map(model -> model.description().id())
                        .collect(Collectors.toSet());
        inJars.removeIf(model -> inFolders.contains(model.description().id()));
    }

    private void readIndex(URL index) {
        String text = read(index, index.toString());
        String root = index.toString();
        root = root.substring(0, root.length() - INDEX.length());
        for (String line : text.lines().map(String::strip).toList()) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                read(root + line + "/", source(root));
            }
        }
    }

    /** The jar or folder of classes; null for Sightline's own models. */
    private static @Nullable String source(String root) {
        URL own = InstalledModel.class.getProtectionDomain().getCodeSource().getLocation();
        String place = root.replaceFirst("^jar:", "").replaceFirst("!/$", "");
        return place.equals(own.toString())
                ? null
                : new File(place).getName(); // a cluster gives relative URLs
    }

    private void readFolder(Path folder) {
        if (Files.exists(folder.resolve(DESCRIPTION))) {
            read(folder.toUri().toString(), folder.getFileName().toString());
            return;
        }
        List<Path> models = List.of();
        try (Stream<Path> inside = Files.list(folder)) {
            models = inside.filter(one -> Files.exists(one.resolve(DESCRIPTION))).sorted().toList();
        } catch (IOException e) {
            problems.add(
                    new ConfigProblem(
                            folder.toString(),
                            0,
                            UnreadableFile.describe(folder, e, "a folder of models")));
            return;
        }
        if (models.isEmpty()) {
            problems.add(
                    new ConfigProblem(
                            folder.toString(),
                            0,
                            "holds no model: a model is a folder with %s and %s"
                                    .formatted(MODEL, DESCRIPTION)));
        }
        models.forEach(one -> read(one.toUri().toString(), one.getFileName().toString()));
    }

    private void read(String place, @Nullable String source) {
        ConfigProblems own = new ConfigProblems(place.replaceFirst("^file://", "") + DESCRIPTION);
        try {
            URL description = URI.create(place + DESCRIPTION).toURL();
            URL model = URI.create(place + MODEL).toURL();
            String text = read(description, place + DESCRIPTION);
            Optional<ModelDescription> read =
                    text.isEmpty() ? Optional.empty() : ModelText.read(text, own);
            read.ifPresent(it -> found.add(new InstalledModel(it, model, source)));
        } catch (MalformedURLException | IllegalArgumentException e) {
            own.add(0, "is no place to read from: " + e.getMessage());
        }
        problems.addAll(own.list());
    }

    private String read(URL file, String name) {
        try (InputStream in = file.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            problems.add(new ConfigProblem(name, 0, "cannot be read: " + e.getMessage()));
            return "";
        }
    }
}
