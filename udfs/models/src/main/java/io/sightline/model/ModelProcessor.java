package io.sightline.model;

/** What runs models. */
public enum ModelProcessor {
    /** The processor that also decodes. */
    CPU,
    /** An NVIDIA GPU, where there is one that can be used; else as {@link #CPU}. */
    CUDA
}
