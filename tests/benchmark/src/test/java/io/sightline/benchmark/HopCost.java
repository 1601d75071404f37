package io.sightline.benchmark;

import com.sun.management.ThreadMXBean;
import io.sightline.flow.ChainLocalType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * What it costs to hand a reference from one chained operator to the next: chains of different
 * lengths of operators that only pass on, in a local job with object reuse off as in the real one.
 * The cost of a hop is the slope of the task thread's CPU time over the number of hops.
 */
final class HopCost {

    private static final long WARM_UP = 500_000;
    private static final long MEASURED = 1_000_000;
    private static final int SHORT_CHAIN = 2;
    private static final int LONG_CHAIN = 12;
    private static final int REPEATS = 3;

    static final long RECORDS = 2 * REPEATS * (WARM_UP + MEASURED);

    private HopCost() {}

    /**
     * The result.
     *
     * @param nanos of CPU for one record and hop, the median
     * @param bytes allocated for one record and hop, the median
     * @param copies records that arrived as another object than was sent
     */
    record Result(double nanos, double bytes, long copies) {}

    static Result measure() throws Exception {
        List<Double> nanos = new ArrayList<>();
        List<Double> bytes = new ArrayList<>();
        long copies = 0;
        double hops = (double) MEASURED * (LONG_CHAIN - SHORT_CHAIN);
        for (int i = 0; i < REPEATS; i++) {
            JobExecutionResult few = run(SHORT_CHAIN);
            JobExecutionResult many = run(LONG_CHAIN);
            nanos.add((number(many, End.NANOS) - number(few, End.NANOS)) / hops);
            bytes.add((number(many, End.BYTES) - number(few, End.BYTES)) / hops);
            copies += number(few, End.COPIES) + number(many, End.COPIES);
        }
        return new Result(median(nanos), median(bytes), copies);
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static long number(JobExecutionResult result, String name) {
        return result.<Long>getAccumulatorResult(name);
    }

    private static JobExecutionResult run(int hops) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
        ChainLocalType<Parcel> type = ChainLocalType.of(Parcel.class);
        DataStream<Parcel> parcels =
                env.fromSequence(1, WARM_UP + MEASURED).transform("send", type, new Send());
        for (int i = 0; i < hops; i++) {
            parcels = parcels.transform("hop " + i, type, new Hop());
        }
        parcels.transform("end", type, new End());
        return env.execute("hops");
    }

    /** What is handed on; a copy would carry the number but be another object. */
    private static final class Parcel {
        private final int identity = System.identityHashCode(this);
        private final byte[] load = new byte[64];

        boolean isTheOneSent() {
            return System.identityHashCode(this) == identity && Arrays.hashCode(load) != 0;
        }
    }

    private static final class Send extends AbstractStreamOperator<Parcel>
            implements OneInputStreamOperator<Long, Parcel> {
        private static final long serialVersionUID = 1L;
        private transient StreamRecord<Parcel> reused;

        @Override
        public void open() throws Exception {
            super.open();
            reused = new StreamRecord<>(new Parcel());
        }

        @Override
        public void processElement(StreamRecord<Long> element) {
            output.collect(reused);
        }
    }

    private static final class Hop extends AbstractStreamOperator<Parcel>
            implements OneInputStreamOperator<Parcel, Parcel> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(StreamRecord<Parcel> element) {
            output.collect(element);
        }
    }

    private static final class End extends AbstractStreamOperator<Parcel>
            implements OneInputStreamOperator<Parcel, Parcel> {
        private static final long serialVersionUID = 1L;
        static final String NANOS = "nanos";
        static final String BYTES = "bytes";
        static final String COPIES = "copies";

        private transient ThreadMXBean threads;
        private transient long seen;
        private transient long copies;
        private transient long nanosAtStart;
        private transient long bytesAtStart;

        @Override
        public void open() throws Exception {
            super.open();
            threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        }

        @Override
        public void processElement(StreamRecord<Parcel> element) {
            seen++;
            if (seen == WARM_UP) {
                nanosAtStart = threads.getCurrentThreadCpuTime();
                bytesAtStart = threads.getCurrentThreadAllocatedBytes();
            }
            copies += element.getValue().isTheOneSent() ? 0 : 1;
        }

        @Override
        public void finish() throws Exception {
            super.finish();
            count(NANOS, threads.getCurrentThreadCpuTime() - nanosAtStart);
            count(BYTES, threads.getCurrentThreadAllocatedBytes() - bytesAtStart);
            count(COPIES, copies);
        }

        private void count(String name, long value) {
            LongCounter counter = new LongCounter(value);
            getRuntimeContext().addAccumulator(name, counter);
        }
    }
}
