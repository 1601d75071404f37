package io.sightline.backtest;

import java.util.Comparator;

/** What an incident is about. In the order of stream, rendition and defect. */
public record IncidentSubject(String stream, String rendition, String defect)
        implements Comparable<IncidentSubject> {

    private static final Comparator<IncidentSubject> ORDER =
            Comparator.comparing(IncidentSubject::stream)
                    .thenComparing(IncidentSubject::rendition)
                    .thenComparing(IncidentSubject::defect);

    @Override
    public int compareTo(IncidentSubject other) {
        return ORDER.compare(this, other);
    }
}
