package io.sightline.incident;

import io.sightline.flow.Verdict;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/**
 * Whom and what the alerts of a window are about: all that is kept of its verdicts.
 *
 * @param fusedWith the second metric; empty if there is none
 * @param labels of the stream, in the order of their names
 */
record AlertSubject(
        String streamId,
        String metric,
        String fusedWith,
        int detectorVersion,
        SortedMap<String, String> labels) {

    /** Of no verdict yet. */
    static final AlertSubject NOBODY = new AlertSubject("", "", "", 0, new TreeMap<>());

    AlertSubject {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    static AlertSubject of(Verdict verdict) {
        return new AlertSubject(
                verdict.origin().stream().value(),
                verdict.rule().metric(),
                verdict.rule().fusion().metric(),
                verdict.detectorVersion(),
                new TreeMap<>(verdict.origin().labels()));
    }

    /** Keeps the subject of the latest verdict; the verdict itself is never stored. */
    static final class Latest implements AggregateFunction<Verdict, AlertSubject, AlertSubject> {

        private static final long serialVersionUID = 1L;

        @Override
        public AlertSubject createAccumulator() {
            return NOBODY;
        }

        @Override
        public AlertSubject add(Verdict verdict, AlertSubject subject) {
            return AlertSubject.of(verdict);
        }

        @Override
        public AlertSubject getResult(AlertSubject subject) {
            return subject;
        }

        @Override
        public AlertSubject merge(AlertSubject earlier, AlertSubject later) {
            return later;
        }
    }

    /**
     * Version 1: stream, metric, detector version, number of labels, then their names and values.
     * Version 2 ends with the second metric.
     */
    public static final class Serializer extends VersionedSerializer<AlertSubject> {

        static final Serializer INSTANCE = new Serializer();

        private static final long serialVersionUID = 1L;

        @Override
        int version() {
            return 2;
        }

        @Override
        String name() {
            return "subjects of alerts";
        }

        @Override
        void write(AlertSubject subject, DataOutputView out) throws IOException {
            StringValue.writeString(subject.streamId, out);
            StringValue.writeString(subject.metric, out);
            out.writeInt(subject.detectorVersion);
            out.writeInt(subject.labels.size());
            for (Map.Entry<String, String> label : subject.labels.entrySet()) {
                StringValue.writeString(label.getKey(), out);
                StringValue.writeString(label.getValue(), out);
            }
            StringValue.writeString(subject.fusedWith, out);
        }

        @Override
        AlertSubject read(int version, DataInputView in) throws IOException {
            String streamId = StringValue.readString(in);
            String metric = StringValue.readString(in);
            int detectorVersion = in.readInt();
            int count = in.readInt();
            SortedMap<String, String> labels = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                labels.put(StringValue.readString(in), StringValue.readString(in));
            }
            String fusedWith = version >= 2 ? StringValue.readString(in) : "";
            return new AlertSubject(streamId, metric, fusedWith, detectorVersion, labels);
        }

        @Override
        public AlertSubject createInstance() {
            return NOBODY;
        }

        @Override
        public TypeSerializerSnapshot<AlertSubject> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Names the serializer in savepoints; the bytes carry their own version. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<AlertSubject> {
        public Snapshot() {
            super(() -> Serializer.INSTANCE);
        }
    }
}
