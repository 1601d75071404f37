package io.sightline.notify.delivery;

import org.apache.flink.connector.base.sink.writer.strategy.RateLimitingStrategy;
import org.apache.flink.connector.base.sink.writer.strategy.RequestInfo;
import org.apache.flink.connector.base.sink.writer.strategy.ResultInfo;

/**
 * Lets everything through to {@link Deliveries}, which has the limits. Flink's writer blocks its
 * task where its strategy says no, and no checkpoint of the whole job completes meanwhile.
 */
final class NoLimit implements RateLimitingStrategy {

    @Override
    public void registerInFlightRequest(RequestInfo request) {
        // Not counted.
    }

    @Override
    public void registerCompletedRequest(ResultInfo result) {
        // Not counted.
    }

    @Override
    public boolean shouldBlock(RequestInfo request) {
        return false;
    }

    @Override
    public int getMaxBatchSize() {
        return 1;
    }
}
