package io.sightline.source.ingest.transport;

import java.util.List;
import java.util.Map;

/**
 * What was found in one second of the stream's clock, or in what was left at its end.
 *
 * @param endByte how many bytes of the input lie before its end
 * @param counts what was found at all
 * @param pcrJitterMillis 2.4 PCR_accuracy_error as a value: how far, at most, a PCR lies off the
 *     line of a constant bit rate through those of this second; not a number where the rate is not
 *     constant (no null packets), where packets are missing, or where there are too few PCRs
 * @param spliceMicros how far the splices announced in it are from the newest PTS
 */
public record TransportSecond(
        long endByte,
        Map<TransportItem, Integer> counts,
        double pcrJitterMillis,
        List<Long> spliceMicros) {

    public TransportSecond {
        counts = Map.copyOf(counts);
        spliceMicros = List.copyOf(spliceMicros);
    }

    public int count(TransportItem item) {
        return counts.getOrDefault(item, 0);
    }
}
