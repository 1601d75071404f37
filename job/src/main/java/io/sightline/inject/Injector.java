package io.sightline.inject;

import java.io.IOException;

/**
 * How one kind is planted.
 *
 * @param kind which
 * @param planter what it does to the recipe of the new clip
 */
record Injector(Kind kind, Planter planter) {

    /** Adds a defect to the recipe. */
    @FunctionalInterface
    interface Planter {
        void plant(Planted defect, Recipe recipe) throws IOException;
    }
}
