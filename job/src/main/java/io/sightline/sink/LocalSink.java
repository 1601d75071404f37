package io.sightline.sink;

import java.io.Serializable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands rows to the listener of a {@link LocalChannel}; drops them where there is none. */
final class LocalSink<R> implements Sink<R> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(LocalSink.class);

    /** Calls the listener's method for {@code R}. */
    @FunctionalInterface
    interface Delivery<R> extends BiConsumer<RowListener, R>, Serializable {}

    private final String channelId;
    private final Delivery<R> delivery;

    LocalSink(String channelId, Delivery<R> delivery) {
        this.channelId = channelId;
        this.delivery = delivery;
    }

    @Override
    public SinkWriter<R> createWriter(WriterInitContext context) {
        return new Writer<>(channelId, delivery);
    }

    private static final class Writer<R> implements SinkWriter<R> {

        private final String channelId;
        private final Delivery<R> delivery;
        private boolean failed;

        Writer(String channelId, Delivery<R> delivery) {
            this.channelId = channelId;
            this.delivery = delivery;
        }

        @Override
        public void write(R row, Context context) {
            if (!failed) {
                LocalChannel.listener(channelId).ifPresent(listener -> deliver(listener, row));
            }
        }

        private void deliver(RowListener listener, R row) {
            try {
                delivery.accept(listener, row);
            } catch (RuntimeException e) {
                failed = true; // a display that broke is no reason to stop watching streams
                LOG.warn("The listener for rows failed and is told no more", e);
            }
        }

        @Override
        public void flush(boolean endOfInput) {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // The channel belongs to whoever opened it.
        }
    }
}
