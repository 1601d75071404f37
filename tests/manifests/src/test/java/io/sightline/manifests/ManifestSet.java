package io.sightline.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Objects that are applied together. */
record ManifestSet(List<Manifest> manifests) {

    private static final ObjectMapper YAML =
            new ObjectMapper(
                    YAMLFactory.builder()
                            // As the API server reads it: 'yes' and '1_000' are texts.
                            .configure(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS, true)
                            .build());

    ManifestSet {
        manifests = List.copyOf(manifests);
    }

    static ManifestSet parse(String yaml) {
        List<Manifest> manifests = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            while (documents.hasNext()) {
                if (documents.next() instanceof ObjectNode tree) {
                    manifests.add(new Manifest(tree));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ManifestSet(manifests);
    }

    List<Manifest> ofKind(String kind) {
        return manifests.stream().filter(manifest -> manifest.kind().equals(kind)).toList();
    }

    Optional<Manifest> find(String kind, String name) {
        return ofKind(kind).stream().filter(manifest -> manifest.name().equals(name)).findFirst();
    }

    ManifestSet copy() {
        return new ManifestSet(manifests.stream().map(Manifest::copy).toList());
    }

    ManifestSet and(List<Manifest> more) {
        List<Manifest> all = new ArrayList<>(manifests);
        all.addAll(more);
        return new ManifestSet(all);
    }

    ManifestSet without(Manifest gone) {
        return new ManifestSet(
                manifests.stream().filter(each -> !each.id().equals(gone.id())).toList());
    }
}
