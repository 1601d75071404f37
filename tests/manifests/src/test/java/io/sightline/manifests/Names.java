package io.sightline.manifests;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that the API server takes, each once, all in one namespace. */
final class Names implements Rule {

    /** RFC 1123, as for most kinds; Flink puts suffixes behind the name of a deployment. */
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private static final int LONGEST_DEPLOYMENT = 45;

    @Override
    public List<String> problems(ManifestSet set) {
        List<String> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Set<String> namespaces = new HashSet<>();
        for (Manifest manifest : set.manifests()) {
            String name = manifest.name();
            if (!LABEL.matcher(name).matches()) {
                problems.add(
                        manifest.id()
                                + ": the name is no DNS label (RFC 1123): lower case letters,"
                                + " digits and hyphens, at most 63");
            }
            if (manifest.kind().equals("FlinkDeployment") && name.length() > LONGEST_DEPLOYMENT) {
                problems.add(manifest.id() + ": the name is longer than 45 characters");
            }
            if (!seen.add(manifest.id())) {
                problems.add(manifest.id() + " is there twice");
            }
            boolean isNamespace = manifest.kind().equals("Namespace");
            String namespace = isNamespace ? name : manifest.namespace();
            if (namespace.isEmpty()) {
                problems.add(manifest.id() + " has no namespace");
            }
            namespaces.add(namespace);
        }
        if (namespaces.size() > 1) {
            problems.add("objects are in several namespaces: " + namespaces);
        }
        return problems;
    }
}
