package io.sightline.model.onnx;

import io.sightline.model.InstalledModel;
import io.sightline.model.ModelException;
import io.sightline.model.ModelProcessor;
import io.sightline.model.ModelSession;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The sessions of this process: one for each model and processor, whatever slot, job or stream asks
 * for it. About 20 MB of native memory each, which is why they are shared.
 */
public final class SharedSessions {

    private static final Map<Key, ModelSession> OPEN = new HashMap<>();

    private SharedSessions() {}

    private record Key(String sha256, ModelProcessor processor) {}

    /**
     * The session of a model, opened by the first who asks.
     *
     * @throws ModelException when it cannot be used: the next who asks tries again
     */
    public static ModelSession of(InstalledModel model, ModelProcessor processor)
            throws ModelException {
        Key key = new Key(model.description().sha256(), processor);
        synchronized (OPEN) {
            ModelSession session = OPEN.get(key);
            if (session == null) {
                session = open(model, processor);
                OPEN.put(key, session);
            }
            return session;
        }
    }

    private static ModelSession open(InstalledModel model, ModelProcessor wanted)
            throws ModelException {
        OnnxSession session = OnnxSession.open(model.description(), bytes(model), wanted);
        return session.processor() == ModelProcessor.CPU
                ? session
                : GatheredSession.over(session, model.description().id());
    }

    private static byte[] bytes(InstalledModel model) throws ModelException {
        byte[] bytes;
        try (InputStream in = model.file().openStream()) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new ModelException("its file cannot be read: " + e.getMessage(), e);
        }
        String found = sha256(bytes);
        if (!found.equals(model.description().sha256())) {
            throw new ModelException(
                    "its file has the SHA-256 %s, and its description says %s; was it replaced or cut?"
                            .formatted(found, model.description().sha256()));
        }
        return bytes;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
