package io.sightline.testing;

import io.sightline.media.NativeLedger;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;

/**
 * Fails a test after which more native objects, or more bytes, are booked than before it, and
 * likewise a whole class. It is found as a service, so it watches every test of this module and of
 * each one that has this module's test jar on its class path; test classes do not name it.
 *
 * <p>What a fixture of the class holds is there before the test and stays the class's: a class that
 * begins with an empty ledger has to leave an empty one. The look comes last, behind methods and
 * fields that clean up, because the first entry of a context's store is closed last. A job may let
 * go of its objects on threads of its own a moment after the test has seen its end, so a look has
 * some patience.
 */
public final class LedgerExtension
        implements BeforeAllCallback, BeforeEachCallback, InvocationInterceptor {

    /** Configuration parameter: how long objects may take to be closed, in milliseconds. */
    static final String PATIENCE_MILLIS = "sightline.ledger.patience-millis";

    private static final long DEFAULT_PATIENCE_MILLIS = Duration.ofSeconds(15).toMillis();
    private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

    @Override
    public void beforeAll(ExtensionContext context) {
        watch(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        watch(context);
    }

    /** Tests made by a factory have no context of their own. */
    @Override
    public void interceptDynamicTest(
            Invocation<@Nullable Void> invocation,
            DynamicTestInvocationContext test,
            ExtensionContext context)
            throws Throwable {
        try (Entry ignored = enter(context)) {
            invocation.proceed();
        }
    }

    private static void watch(ExtensionContext context) {
        context.getStore(Namespace.create(LedgerExtension.class))
                .put(context.getUniqueId(), enter(context));
    }

    private static Entry enter(ExtensionContext context) {
        long patienceMillis =
                context.getConfigurationParameter(PATIENCE_MILLIS, Long::valueOf)
                        .orElse(DEFAULT_PATIENCE_MILLIS);
        return new Entry(NativeLedger.liveObjects(), NativeLedger.bytes(), patienceMillis);
    }

    /** The ledger as it was at the beginning; closing it compares. */
    record Entry(long objectsBefore, long bytesBefore, long patienceMillis)
            implements AutoCloseable {

        @Override
        public void close() {
            long beginNanos = System.nanoTime();
            while (isMoreThanBefore()) {
                if (System.nanoTime() - beginNanos > Duration.ofMillis(patienceMillis).toNanos()) {
                    throw new AssertionError(
                            ("Native memory is still held %d ms after the end: %d objects (%d"
                                            + " before), %d bytes in packets and pictures (%d before)")
                                    .formatted(
                                            patienceMillis,
                                            NativeLedger.liveObjects(),
                                            objectsBefore,
                                            NativeLedger.bytes(),
                                            bytesBefore));
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }

        private boolean isMoreThanBefore() {
            return NativeLedger.liveObjects() > objectsBefore || NativeLedger.bytes() > bytesBefore;
        }
    }
}
