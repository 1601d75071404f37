package io.sightline.flow;

import io.sightline.detector.model.StreamId;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a stream is examined and judged.
 *
 * @param detectors ids of the detectors to run; empty means all
 * @param policy name of the policy template that judges it
 * @param decode how much of it is decoded
 * @param priority its place when not all can be decoded
 * @param expected what it is known to be
 * @param evidence of which incidents pictures and clips are kept, where the run keeps any
 * @param reference the stream that shows the same programme, which this one is compared with; null
 *     for none
 */
public record Examination(
        List<String> detectors,
        String policy,
        DecodeMode decode,
        Priority priority,
        Expected expected,
        EvidenceMode evidence,
        @Nullable StreamId reference)
        implements Serializable {

    public Examination {
        detectors = List.copyOf(detectors);
    }

    /** Everything, in full, judged by {@code policy}. */
    public static Examination inFull(String policy) {
        return new Examination(
                List.of(),
                policy,
                DecodeMode.FULL,
                Priority.NORMAL,
                Expected.ANYTHING,
                EvidenceMode.PICTURES,
                /* reference= */ null);
    }

    public Examination withDetectors(List<String> ids) {
        return new Examination(ids, policy, decode, priority, expected, evidence, reference);
    }

    public Examination withPolicy(String template) {
        return new Examination(
                detectors, template, decode, priority, expected, evidence, reference);
    }

    public Examination withDecode(DecodeMode mode) {
        return new Examination(detectors, policy, mode, priority, expected, evidence, reference);
    }

    public Examination withPriority(Priority given) {
        return new Examination(detectors, policy, decode, given, expected, evidence, reference);
    }

    public Examination withExpected(Expected known) {
        return new Examination(detectors, policy, decode, priority, known, evidence, reference);
    }

    public Examination withEvidence(EvidenceMode kept) {
        return new Examination(detectors, policy, decode, priority, expected, kept, reference);
    }

    public Examination withReference(@Nullable StreamId compared) {
        return new Examination(detectors, policy, decode, priority, expected, evidence, compared);
    }

    /** The stream whose programme is shown: that which it is compared with, else its own. */
    public StreamId programmeOf(StreamId own) {
        return reference == null ? own : reference;
    }
}
