/**
 * Learned detectors: models in the ONNX format, what they say of themselves, and the detectors that
 * run them. ONNX Runtime itself is seen by {@code io.sightline.model.onnx} alone.
 */
package io.sightline.model;
