package io.sightline.source.enumerator;

import java.io.Serializable;
import java.util.List;

/** Says which streams are to be watched. Ships with the source to the enumerator. */
public sealed interface Registry extends Serializable permits FixedRegistry, WatchedRegistry {

    /** What is known when the job graph is built; may be empty. */
    List<StreamEntry> initialEntries();
}
