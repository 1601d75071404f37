package io.sightline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.model.RenditionId;
import io.sightline.detector.model.StreamId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PerRenditionTest {

    private final PerRendition<String> kept = new PerRendition<>();

    @Test
    void findsWhatIsKeptByTheObjectThatNamesTheRendition() {
        RenditionRef ref = ref("news", "720p", "default");
        kept.put(ref, "decoders");

        assertThat(kept.get(ref)).isEqualTo("decoders");
        assertThat(kept.get(ref("news", "720p", "default"))).isNull();
    }

    @Test
    void handsOverWhatWasKeptWhenTheEntryOfARenditionChanges() {
        RenditionRef before = ref("news", "720p", "default");
        kept.put(before, "decoders");

        assertThat(kept.removeFormer(ref("news", "720p", "night"))).isEqualTo("decoders");
        assertThat(kept.get(before)).isNull();
    }

    @Test
    void neverHandsOverWhatBelongsToOthers() {
        RenditionRef news = ref("news", "720p", "default");
        kept.put(news, "decoders");

        assertThat(kept.removeFormer(ref("news", "1080p", "default"))).isNull();
        assertThat(kept.removeFormer(ref("sport", "720p", "default"))).isNull();
        assertThat(kept.get(news)).isEqualTo("decoders");
    }

    private static RenditionRef ref(String stream, String rendition, String policy) {
        return new RenditionRef(
                stream + "#0",
                new StreamId(stream),
                new RenditionId(rendition),
                policy,
                List.of(),
                Map.of(),
                /* audioExpected= */ false);
    }
}
