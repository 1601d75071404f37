package io.sightline.detector.video;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.detector.api.VideoDetector;
import io.sightline.detector.model.DefectId;
import io.sightline.detector.model.OnsetDoubt;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class OnsetDoubtTest {

    @Test
    void isAtLeastTheTimeBetweenTwoLooks() {
        int some = 0;
        for (VideoDetector detector : ServiceLoader.load(VideoDetector.class)) {
            if (detector instanceof LookDetector looks) {
                some++;
                assertThat(OnsetDoubt.micros(new DefectId(detector.id())))
                        .as(detector.id())
                        .isGreaterThanOrEqualTo(looks.betweenLooksMicros());
            }
        }
        assertThat(some).isEqualTo(8);
    }

    @Test
    void isAsLongAsTheLooksThatAreToldTogether() {
        long told = RecentLooks.MOST * LookInterval.fourTimesASecond().micros();

        assertThat(OnsetDoubt.micros(DefectId.VIDEO_BLOCK_CORRUPTION)).isEqualTo(told);
        assertThat(OnsetDoubt.micros(DefectId.VIDEO_COMBING)).isEqualTo(told);
    }

    @Test
    void isNoneWhereEachPictureIsLookedAt() {
        assertThat(OnsetDoubt.micros(DefectId.VIDEO_BLACK)).isZero();
        assertThat(OnsetDoubt.micros(new DefectId("video.of_a_plug_in"))).isZero();
    }
}
