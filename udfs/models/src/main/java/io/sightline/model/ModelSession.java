package io.sightline.model;

/**
 * A model that is loaded and can be asked. Thread: any, several at a time.
 *
 * <p>There is one for each file in a process, however many streams ask it.
 */
public interface ModelSession {

    /**
     * Asks the model.
     *
     * @param inputs the values of each input in the order of the description, as many as its shape
     *     holds
     * @return the values of its first output
     * @throws ModelException when it fails, takes too long or gives what is no number
     */
    float[] run(float[]... inputs) throws ModelException;

    /** What runs it. */
    default ModelProcessor processor() {
        return ModelProcessor.CPU;
    }
}
