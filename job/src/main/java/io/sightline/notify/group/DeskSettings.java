package io.sightline.notify.group;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a target wants to be told.
 *
 * @param group null: everything singly
 * @param flap null: each time
 */
public record DeskSettings(@Nullable GroupSettings group, @Nullable FlapSettings flap)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Everything singly, each time. */
    public static final DeskSettings PLAIN = new DeskSettings(null, null);
}
