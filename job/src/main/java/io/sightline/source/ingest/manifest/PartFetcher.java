package io.sightline.source.ingest.manifest;

import io.sightline.source.ingest.fetch.ByteSpan;
import io.sightline.source.ingest.fetch.FetchException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the parts of segments and decrypts them. Remembers the last init sections and keys, which
 * many segments share. Thread: one at a time.
 */
public final class PartFetcher {

    private static final int REMEMBERED = 8;
    private static final int KEY_BYTES = 16;
    private static final byte[] NOTHING = new byte[0];

    private final Fetches fetches;
    private final Map<SegmentPart.Init, byte[]> inits = new Remembered<>();
    private final Map<URI, byte[]> keys = new Remembered<>();

    /** A part whole: what the container needs in front, and what the segment adds. */
    @SuppressWarnings("ArrayRecordComponent") // read once by the reading thread, never compared
    public record Bytes(byte[] init, byte[] body) {}

    public PartFetcher(Fetches fetches) {
        this.fetches = fetches;
    }

    /** Fetches one part. After it was pending it is to be called again, to go on. */
    public Bytes fetch(SegmentPart part) throws FetchException, PendingException {
        try {
            byte[] init = init(part.init());
            Bytes bytes = new Bytes(init, decrypted(part.place(), part.span(), part.key()));
            fetches.forget();
            return bytes;
        } catch (FetchException failure) {
            fetches.forget();
            throw failure;
        }
    }

    private byte[] init(SegmentPart.@Nullable Init init) throws FetchException, PendingException {
        if (init == null) {
            return NOTHING;
        }
        byte[] known = inits.get(init);
        if (known == null) {
            known = decrypted(init.place(), init.span(), init.key());
            inits.put(init, known);
        }
        return known;
    }

    private byte[] decrypted(URI place, @Nullable ByteSpan span, @Nullable SegmentKey key)
            throws FetchException, PendingException {
        if (key == null) {
            return fetches.media(place, span);
        }
        if (!key.method().equals(SegmentKey.AES_128) || key.place() == null) {
            throw new FetchException(
                    FetchException.Reason.ENCRYPTED,
                    "encrypted with " + key.method() + ", which is not supported");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(keyAt(key.place()), "AES"),
                    new IvParameterSpec(HexFormat.of().parseHex(key.iv())));
            return cipher.doFinal(fetches.media(place, span));
        } catch (GeneralSecurityException | IllegalArgumentException failure) {
            throw new FetchException(
                    FetchException.Reason.UNUSABLE,
                    "it cannot be decrypted with the key that the playlist names",
                    failure);
        }
    }

    private byte[] keyAt(URI place) throws FetchException, PendingException {
        byte[] known = keys.get(place);
        if (known == null) {
            known = fetches.media(place, null);
            if (known.length != KEY_BYTES) {
                throw new FetchException(
                        FetchException.Reason.UNUSABLE,
                        "the key has " + known.length + " bytes instead of " + KEY_BYTES);
            }
            keys.put(place, known);
        }
        return known;
    }

    /** The newest few. */
    private static final class Remembered<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > REMEMBERED;
        }
    }
}
