package io.sightline.notify.group;

import io.sightline.notify.group.GroupSettings.Defects;
import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.List;

/**
 * What incidents may have in common.
 *
 * @param defect or {@link #ANY}
 */
record Bucket(String label, String value, String defect) {

    static final String ANY = "*";

    /** Those that an alert's labels put it into, in the order of the settings. */
    static List<Bucket> of(Alert alert, GroupSettings settings) {
        List<Bucket> buckets = new ArrayList<>(settings.by().size());
        for (String label : settings.by()) {
            String value = alert.labels().get(label);
            if (value != null) {
                String defect = settings.defects() == Defects.SAME ? alert.defect() : ANY;
                buckets.add(new Bucket(label, value, defect));
            }
        }
        return buckets;
    }

    /** {@code encoder=e7}. */
    String text() {
        return label + "=" + value;
    }
}
