package io.sightline.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.dataview.MapView;

/**
 * The time that spans cover together, each moment counted once however many of them lie over it.
 * Spans can be taken away again. An accumulator of aggregate functions: public, because Flink reads
 * and writes its fields.
 */
public class CoveredTime {

    /** By epoch milliseconds: how many spans begin there less how many end there. */
    public MapView<Long, Long> edges = new MapView<>();

    /** Spans that end before they begin or where they begin cover nothing. */
    void add(long fromMillis, long toMillis) throws Exception {
        count(fromMillis, toMillis, 1);
    }

    void takeAway(long fromMillis, long toMillis) throws Exception {
        count(fromMillis, toMillis, -1);
    }

    private void count(long fromMillis, long toMillis, long spans) throws Exception {
        if (toMillis > fromMillis) {
            step(fromMillis, spans);
            step(toMillis, -spans);
        }
    }

    private void step(long atMillis, long change) throws Exception {
        Long known = edges.get(atMillis);
        long sum = (known == null ? 0 : known) + change;
        if (sum == 0) {
            edges.remove(atMillis);
        } else {
            edges.put(atMillis, sum);
        }
    }

    void addAll(CoveredTime other) throws Exception {
        for (Map.Entry<Long, Long> edge : other.edges.entries()) {
            step(edge.getKey(), edge.getValue());
        }
    }

    /** Within the limits, in milliseconds. */
    long millis(long fromMillis, long toMillis) throws Exception {
        List<Map.Entry<Long, Long>> sorted = new ArrayList<>();
        for (Map.Entry<Long, Long> edge : edges.entries()) {
            sorted.add(Map.entry(edge.getKey(), edge.getValue()));
        }
        sorted.sort(Map.Entry.comparingByKey());
        long covered = 0;
        long open = 0;
        long since = fromMillis;
        for (Map.Entry<Long, Long> edge : sorted) {
            long at = Math.max(fromMillis, Math.min(toMillis, edge.getKey()));
            if (open > 0) {
                covered += at - since;
            }
            open += edge.getValue();
            since = at;
        }
        return covered;
    }

    void clear() {
        edges.clear();
    }
}
