package io.sightline.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Builds the jar of a plug-in from source text, against the jar of detectors alone. */
public final class PlugInJar {

    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern CLASS = Pattern.compile("public final class (\\w+)");

    private PlugInJar() {}

    /**
     * Compiles and packs one class.
     *
     * @param service the interface of detectors that finds it
     * @param line what its file of services says
     * @return the jar, in {@code folder}
     */
    public static Path build(Path folder, String name, String source, Class<?> service, String line)
            throws IOException {
        Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
        Path file = folder.resolve(name + "-source").resolve(pathOf(source));
        Files.createDirectories(file.getParent());
        Files.writeString(file, source);
        compile(file, classes, service);
        Path jar = folder.resolve(name + ".jar");
        try (OutputStream bytes = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(bytes);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path path : compiled.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, out);
            }
            out.putNextEntry(new JarEntry("META-INF/services/" + service.getName()));
            out.write(line.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static String pathOf(String source) {
        return find(PACKAGE, source).replace('.', '/') + "/" + find(CLASS, source) + ".java";
    }

    private static String find(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        if (!matcher.find()) {
            throw new IllegalArgumentException("No '" + pattern + "' in the source");
        }
        return matcher.group(1);
    }

    private static void compile(Path file, Path classes, Class<?> api) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String classPath = api.getProtectionDomain().getCodeSource().getLocation().getPath();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean isFine =
                    compiler.getTask(
                                    messages,
                                    files,
                                    null,
                                    List.of("-cp", classPath, "-d", classes.toString()),
                                    null,
                                    files.getJavaFileObjects(file))
                            .call();
            if (!isFine) {
                throw new IOException("The plug-in does not compile: " + messages);
            }
        }
    }
}
