package io.sightline.notify.template;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sightline.notify.Page;
import io.sightline.notify.delivery.Letter;
import io.sightline.table.Alert;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Slack's incoming webhooks, which Mattermost, Rocket.Chat and others take as well. */
final class SlackFormat implements Format {

    private static final int LONGEST_TEXT = 2_900; // Slack's limit of a section is 3,000
    private static final int MOST_MEMBERS = 20;

    @Override
    public Message render(Letter letter, long nowMillis) {
        Page page = letter.page();
        Alert alert = page.alert();
        ObjectNode message = PageJson.JSON.createObjectNode();
        message.put("text", escaped(PageText.title(page))); // for notifications and old clients
        ArrayNode blocks = message.putArray("blocks");
        section(
                blocks,
                "section",
                sign(alert)
                        + " *"
                        + escaped(PageText.title(page))
                        + "*\n"
                        + escaped(alert.message()));
        if (page.isGroup()) {
            section(blocks, "section", escaped(members(page)));
        }
        String facts =
                "since "
                        + PageText.time(alert.startedAtMillis())
                        + (alert.event() == Alert.Event.CLEARED
                                ? ", lasted " + PageText.seconds(alert.durationMillis())
                                : "")
                        + new TreeMap<>(alert.labels())
                                .entrySet().stream()
                                        .map(
                                                label ->
                                                        " · "
                                                                + label.getKey()
                                                                + "="
                                                                + label.getValue())
                                        .collect(Collectors.joining())
                        + " · incident "
                        + alert.incidentId();
        ObjectNode context = blocks.addObject();
        context.put("type", "context");
        context.putArray("elements").add(text(escaped(facts)));
        return Message.json(PageJson.bytes(message));
    }

    private static String members(Page page) {
        int more = page.memberStreams().size() - MOST_MEMBERS;
        return page.memberStreams().stream().limit(MOST_MEMBERS).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static void section(ArrayNode blocks, String type, String text) {
        ObjectNode block = blocks.addObject();
        block.put("type", type);
        block.set("text", text(text));
    }

    private static ObjectNode text(String text) {
        ObjectNode node = PageJson.JSON.createObjectNode();
        node.put("type", "mrkdwn");
        node.put(
                "text",
                text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text);
        return node;
    }

    private static String sign(Alert alert) {
        if (alert.event() == Alert.Event.CLEARED) {
            return ":large_green_circle:";
        }
        return switch (alert.severity()) {
            case INFO -> ":large_blue_circle:";
            case WARNING -> ":large_yellow_circle:";
            case MAJOR -> ":large_orange_circle:";
            case CRITICAL -> ":red_circle:";
        };
    }

    /**
     * The three characters that Slack reads as markup of its own: no name can mention everybody.
     */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
