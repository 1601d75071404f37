package io.sightline.demo;

import io.sightline.detector.model.DefectId;
import java.util.OptionalLong;

/**
 * An incident that was found, with its times on both clocks of {@link Planted}.
 *
 * @param mediaToMillis absent while it is open, as is {@code wallToMillis}
 */
public record Found(
        String streamId,
        DefectId defect,
        long mediaFromMillis,
        OptionalLong mediaToMillis,
        long wallFromMillis,
        OptionalLong wallToMillis) {

    long fromMillis(Planted.Clock clock) {
        return switch (clock) {
            case MEDIA -> mediaFromMillis;
            case WALL -> wallFromMillis;
        };
    }

    OptionalLong toMillis(Planted.Clock clock) {
        return switch (clock) {
            case MEDIA -> mediaToMillis;
            case WALL -> wallToMillis;
        };
    }
}
