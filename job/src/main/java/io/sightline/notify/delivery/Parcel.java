package io.sightline.notify.delivery;

import io.sightline.sink.LaneRow;
import java.io.Serializable;

/** What the writer of a target has to see to: a letter, or the row about one that has ended. */
sealed interface Parcel extends Serializable permits Parcel.Addressed, Parcel.Ended {

    /** To be delivered. */
    record Addressed(Letter letter) implements Parcel {}

    /** Delivered or dead; its row of {@code notifications} is not written yet. */
    record Ended(LaneRow row) implements Parcel {}
}
