package io.sightline.demo;

import io.sightline.detector.model.DefectId;
import java.util.OptionalLong;

/**
 * An incident that was found, with times that count like those of {@link Planted}.
 *
 * @param toMillis absent while it is open
 */
public record Found(String streamId, DefectId defect, long fromMillis, OptionalLong toMillis) {}
