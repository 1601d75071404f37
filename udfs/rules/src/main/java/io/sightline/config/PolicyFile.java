package io.sightline.config;

import io.sightline.detector.model.StreamId;
import io.sightline.policy.Policy;
import io.sightline.policy.StreamPolicy;
import io.sightline.yaml.ConfigException;
import io.sightline.yaml.ConfigProblems;
import io.sightline.yaml.UnreadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Reads policy files. Every file stands on the built-in policy, which is {@code
 * flink-conf/policy.yaml} itself: what a file leaves out is inherited from there.
 */
public final class PolicyFile {

    private static final String BUILT_IN = "policy.yaml";
    private static final int VERSION_DIGITS = 12;

    private PolicyFile() {}

    /** The policy that holds when nobody gives one. */
    public static Policy builtIn() {
        String text = builtInText();
        ConfigProblems problems = new ConfigProblems(BUILT_IN);
        PolicyTree tree = PolicyTree.read(text, problems);
        return resolve(tree, text, problems);
    }

    /**
     * Reads a file on top of the built-in policy.
     *
     * @throws ConfigException with every problem of the file, when there are any
     */
    public static Policy read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            ConfigProblems problems = new ConfigProblems(file.toString());
            problems.add(0, UnreadableFile.describe(file, e, "a policy file"));
            throw new ConfigException(problems.list());
        }
        return parse(file.toString(), text);
    }

    /**
     * Reads a text on top of the built-in policy.
     *
     * @param file how to call the file in messages
     * @throws ConfigException with every problem of the text, when there are any
     */
    public static Policy parse(String file, String text) {
        ConfigProblems builtInProblems = new ConfigProblems(BUILT_IN);
        PolicyTree base = PolicyTree.read(builtInText(), builtInProblems);
        builtInProblems.throwIfAny();
        ConfigProblems problems = new ConfigProblems(file);
        PolicyTree tree = PolicyTree.read(text, problems);
        return resolve(tree.over(base), text, problems);
    }

    private static Policy resolve(PolicyTree tree, String text, ConfigProblems problems) {
        PolicyResolver resolver = new PolicyResolver(tree, problems);
        var templates = resolver.templates();
        Map<StreamId, StreamPolicy> streams = resolver.streams(templates);
        problems.throwIfAny();
        return new Policy(tree.version().orElseGet(() -> digest(text)), templates, streams);
    }

    private static String builtInText() {
        try (InputStream in = PolicyFile.class.getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The built-in policy is missing beside " + PolicyFile.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the built-in policy", e);
        }
    }

    private static String digest(String text) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(sum).substring(0, VERSION_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
