/** The only package that sees ONNX Runtime. */
package io.sightline.model.onnx;
