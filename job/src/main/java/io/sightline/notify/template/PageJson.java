package io.sightline.notify.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.notify.Page;
import io.sightline.table.AlertJson;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A page as JSON: the row of {@code alerts}, and behind it the members of the group. */
final class PageJson {

    static final ObjectMapper JSON = new ObjectMapper();

    private PageJson() {}

    static ObjectNode node(Page page) {
        try {
            ObjectNode row = (ObjectNode) JSON.readTree(AlertJson.write(page.alert()));
            row.set("member_incidents", JSON.valueToTree(page.memberIncidents()));
            row.set("member_streams", JSON.valueToTree(page.memberStreams()));
            return row;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory failed", e);
        }
    }

    static byte[] bytes(Page page) {
        return bytes(node(page));
    }

    static byte[] bytes(com.fasterxml.jackson.databind.JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }
}
