package io.sightline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TierControlTest {

    private static final long GROUP_MICROS = 2_000_000;
    private static final int GROUP_PICTURES = 50;
    private static final long PICTURE_MICROS = GROUP_MICROS / GROUP_PICTURES;

    private TierControl tiers = new TierControl(DecodeMode.AUTO);

    @Test
    void goesUpAtTheKeyFrameAfterASuspicionAndBackAfterQuiet() {
        List<DecodeTier> found = new ArrayList<>();
        for (int group = 0; group < 30; group++) {
            found.add(showGroup(group, 1_000));
            if (group == 4) {
                tiers.suspect(startOf(group) + GROUP_MICROS / 2, "test");
            }
        }

        assertThat(found.subList(0, 5)).containsOnly(DecodeTier.KEYFRAMES);
        assertThat(found.subList(5, 20)).containsOnly(DecodeTier.FULL);
        assertThat(found.subList(20, 30)).containsOnly(DecodeTier.KEYFRAMES);
    }

    @Test
    void suspectsTinyPicturesBetweenKeyFrames() {
        for (int group = 0; group < 10; group++) {
            assertThat(showGroup(group, 1_000)).isEqualTo(DecodeTier.KEYFRAMES);
        }
        showGroup(10, 50);

        assertThat(showGroup(11, 50)).isEqualTo(DecodeTier.FULL);
    }

    @Test
    void obeysALimitAtOnceDownwardAndAtAKeyFrameUpward() {
        tiers = new TierControl(DecodeMode.FULL);
        assertThat(tiers.enter(0)).isEqualTo(DecodeTier.FULL);

        tiers.limitTo(DecodeTier.REFERENCE);
        assertThat(tiers.now()).isEqualTo(DecodeTier.FULL);
        assertThat(tiers.enter(1)).isEqualTo(DecodeTier.REFERENCE);
        tiers.limitTo(DecodeTier.NONE);
        assertThat(tiers.now()).isEqualTo(DecodeTier.NONE);
        tiers.limitTo(DecodeTier.FULL);
        assertThat(tiers.now()).isEqualTo(DecodeTier.NONE);
        assertThat(tiers.enter(2)).isEqualTo(DecodeTier.FULL);
    }

    @Test
    void decodesWhatIsShownAgainAsItWasTheFirstTime() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            tiers = new TierControl(DecodeMode.AUTO);
            List<DecodeTier> first = new ArrayList<>();
            int stop = 20 + random.nextInt(60);
            boolean[] suspected = new boolean[stop + 20];
            for (int group = 0; group < suspected.length; group++) {
                suspected[group] = random.nextInt(15) == 0;
            }
            byte[] saved = new byte[0];
            for (int group = 0; group < suspected.length; group++) {
                if (group == stop) {
                    saved = save();
                }
                first.add(showGroup(group, 1_000));
                if (suspected[group]) {
                    tiers.suspect(startOf(group) + 1, "test");
                }
            }
            tiers = new TierControl(DecodeMode.AUTO);
            tiers.restore(new DataInputStream(new ByteArrayInputStream(saved)));
            List<DecodeTier> again = new ArrayList<>();
            for (int group = stop - 3; group < stop; group++) {
                again.add(tiers.enter(startOf(group))); // pre-roll
            }
            for (int group = stop; group < suspected.length; group++) {
                again.add(showGroup(group, 1_000));
                if (suspected[group]) {
                    tiers.suspect(startOf(group) + 1, "test");
                }
            }

            assertThat(again)
                    .as("seed %d", seed)
                    .isEqualTo(first.subList(stop - 3, suspected.length));
        }
    }

    private byte[] save() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tiers.save(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static long startOf(int group) {
        return group * GROUP_MICROS;
    }

    private DecodeTier showGroup(int group, int sizeBytes) {
        long at = startOf(group);
        tiers.picture(at, 20_000, /* isKeyFrame= */ true, /* isDamaged= */ false);
        DecodeTier tier = tiers.enter(at);
        for (int i = 1; i < GROUP_PICTURES; i++) {
            tiers.picture(
                    at + i * PICTURE_MICROS,
                    sizeBytes,
                    /* isKeyFrame= */ false,
                    /* isDamaged= */ false);
            assertThat(tiers.now()).isEqualTo(tier);
        }
        return tier;
    }
}
