package io.sightline.notify.template;

import java.util.Map;

/**
 * What is sent over HTTP. Nobody changes the body.
 *
 * @param headers beside the content type
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Message(String contentType, Map<String, String> headers, byte[] body) {

    public Message {
        headers = Map.copyOf(headers);
    }

    static Message json(byte[] body) {
        return new Message("application/json", Map.of(), body);
    }
}
