package io.sightline.notify.delivery;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A target that is opened anew, with secrets looked up anew, after its receiver denied it: who
 * rotates a secret restarts nothing.
 *
 * <p>Threads: called on one; answers come on any. Ownership: owns what it opens, and closes it when
 * the last answer has come.
 */
final class RenewedTarget implements Target {

    private static final Logger LOG = LoggerFactory.getLogger(RenewedTarget.class);

    private final Opener opener;
    private Opened current; // owned, closed in close()

    private static final class Opened {
        private final Target target;
        private int underWay;
        private boolean isDenied;
        private boolean isReplaced;

        Opened(Target target) {
            this.target = target;
        }

        void closeIfDone() {
            if (isReplaced && underWay == 0) {
                target.close();
            }
        }
    }

    private RenewedTarget(Opener opener, Target first) {
        this.opener = opener;
        this.current = new Opened(first);
    }

    /**
     * @throws Exception when it cannot be opened the first time
     */
    static RenewedTarget open(Opener opener) throws Exception {
        return new RenewedTarget(opener, opener.open());
    }

    @Override
    public CompletableFuture<Outcome> deliver(Letter letter) {
        Opened used = take();
        return used.target
                .deliver(letter)
                .whenComplete(
                        (outcome, failure) -> answered(used, outcome instanceof Outcome.Denied));
    }

    private synchronized Opened take() {
        if (current.isDenied) {
            renew();
        }
        current.underWay++;
        return current;
    }

    private void renew() {
        try {
            Opened next = new Opened(opener.open());
            current.isReplaced = true;
            current.closeIfDone();
            current = next;
        } catch (Exception e) {
            // Half way through a rotation, perhaps: the old one is denied again, and this comes
            // again.
            LOG.warn("What a target needs cannot be looked up anew: {}", e.getMessage());
        }
    }

    private synchronized void answered(Opened used, boolean isDenied) {
        used.underWay--;
        used.isDenied |= isDenied;
        used.closeIfDone();
    }

    @Override
    public synchronized void close() {
        current.target.close();
    }
}
