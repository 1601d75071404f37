package io.sightline.notify.delivery;

import io.sightline.notify.source.Valve;
import io.sightline.sink.Destination;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.sink.AsyncSinkBase;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;
import org.apache.flink.connector.base.sink.writer.config.AsyncSinkWriterConfiguration;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Delivers letters to one target, at least once, and writes what became of them. */
public final class DeliverySink extends AsyncSinkBase<Letter, Parcel> {

    private static final long serialVersionUID = 1L;

    /** Deliveries keep their own deadlines; Flink's would send a second copy beside the first. */
    private static final long NO_TIMEOUT_MILLIS = Duration.ofDays(3_650).toMillis();

    private final String name;
    private final Target.Opener target;
    private final Pace pace;
    private final String valveId;
    private final Destination destination;

    /**
     * @param name of the target, as configured
     * @param valveId of the {@link Valve} that the pipeline's source looks at
     * @param destination where rows of {@code notifications} go
     */
    public DeliverySink(
            String name, Target.Opener target, Pace pace, String valveId, Destination destination) {
        // One entry at a time and no waiting for more: deliveries go side by side, not in batches.
        super(
                (letter, context) -> new Parcel.Addressed(letter),
                /* maxBatchSize= */ 1,
                /* maxInFlightRequests= */ Integer.MAX_VALUE,
                /* maxBufferedRequests= */ Integer.MAX_VALUE,
                /* maxBatchSizeInBytes= */ Long.MAX_VALUE,
                /* maxTimeInBufferMS= */ 1,
                /* maxRecordSizeInBytes= */ Long.MAX_VALUE,
                NO_TIMEOUT_MILLIS,
                /* failOnTimeout= */ false);
        this.name = name;
        this.target = target;
        this.pace = pace;
        this.valveId = valveId;
        this.destination = destination;
    }

    @Override
    public StatefulSinkWriter<Letter, BufferedRequestState<Parcel>> createWriter(
            WriterInitContext context) throws IOException {
        return restoreWriter(context, List.of());
    }

    @Override
    public StatefulSinkWriter<Letter, BufferedRequestState<Parcel>> restoreWriter(
            WriterInitContext context, Collection<BufferedRequestState<Parcel>> state)
            throws IOException {
        AsyncSinkWriterConfiguration configuration =
                AsyncSinkWriterConfiguration.builder()
                        .setMaxBatchSize(getMaxBatchSize())
                        .setMaxBatchSizeInBytes(getMaxBatchSizeInBytes())
                        .setMaxInFlightRequests(getMaxInFlightRequests())
                        .setMaxBufferedRequests(getMaxBufferedRequests())
                        .setMaxTimeInBufferMS(getMaxTimeInBufferMS())
                        .setMaxRecordSizeInBytes(getMaxRecordSizeInBytes())
                        .setRequestTimeoutMS(getRequestTimeoutMS())
                        .setFailOnTimeout(getFailOnTimeout())
                        .setRateLimitingStrategy(new NoLimit())
                        .build();
        Target opened;
        try {
            opened = RenewedTarget.open(target);
        } catch (Exception e) {
            throw new IOException("Target '" + name + "' cannot be opened: " + e.getMessage(), e);
        }
        return new DeliveryWriter(
                getElementConverter(),
                context,
                configuration,
                state,
                new DeliveryWriter.Parts(name, opened, pace, Valve.of(valveId), destination));
    }

    @Override
    public SimpleVersionedSerializer<BufferedRequestState<Parcel>> getWriterStateSerializer() {
        return new ParcelSerializer();
    }
}
