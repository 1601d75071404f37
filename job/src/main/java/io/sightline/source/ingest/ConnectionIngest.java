package io.sightline.source.ingest;

import io.sightline.media.MediaInput;
import io.sightline.source.ingest.fetch.Access;
import io.sightline.source.ingest.fetch.Certificates;
import io.sightline.source.ingest.fetch.FetchException;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads what is sent live over SRT, RTMP or RTSP, through the media library. Either side may wait
 * for the other: {@code mode=listener} makes this one do it. Between attempts it holds no thread.
 */
final class ConnectionIngest extends LiveIngest {

    /** How long to listen before the socket is made anew, which senders hardly notice. */
    private static final Duration LISTEN_AT_ONCE = Duration.ofMinutes(1);

    /** A sender that tries while nobody listens may give up. */
    private static final long LISTEN_AGAIN_MILLIS = 250;

    private static final String GAP = "the connection was lost: what passed meanwhile is lost";

    private final Optional<LiveAddress> address;
    private boolean everOpened;

    ConnectionIngest(IngestContext context) {
        super(context);
        this.address =
                LiveAddress.of(
                        context.split().entry().url(),
                        context.settings().http().refusesPrivateAddresses());
    }

    @Override
    NextLook read() throws CancelledException {
        if (address.isEmpty()) {
            endBroken(
                    "Cannot read %s: expected scheme://host:port/path, for SRT with a port; correct the URL"
                            .formatted(context.subject()));
            return ENDED;
        }
        LiveAddress to = address.get();
        if (!to.obstacle().isEmpty()) {
            endBroken("Cannot read %s: %s".formatted(context.subject(), to.obstacle()));
            return ENDED;
        }
        if (!to.listens() && context.settings().http().refusesPrivateAddresses()) {
            try {
                Access.requirePublic(to.host());
            } catch (FetchException refused) {
                if (!refused.isLossOfContact()) {
                    endBroken(
                            "Cannot read %s: %s, which the settings refuse; correct the URL or allow private addresses"
                                    .formatted(context.subject(), refused.getMessage()));
                    return ENDED;
                }
                ended(refused.getMessage());
                return new NextLook.After(nextAttemptMillis());
            }
        }
        connect(to);
        context.checkCancelled();
        long wait = nextAttemptMillis();
        return new NextLook.After(to.listens() ? Math.min(wait, LISTEN_AGAIN_MILLIS) : wait);
    }

    private void connect(LiveAddress to) throws CancelledException {
        if (to.listens()) {
            context.board().expectSteadyContact();
            context.control().allow(LISTEN_AT_ONCE);
        } else {
            context.board().requestSent();
            context.control().allow(context.settings().openDeadline());
        }
        context.control().whenReached(this::reached);
        forgetTracks();
        readMedia(
                new MediaInput.Location(to.url(), to.options(), program()),
                to.isDatagrams() ? TransportFeed.ofConnection() : null, // SRT; others frame media
                GAP);
    }

    private void reached() {
        arrived();
        context.control().allow(context.settings().readDeadline());
        if (!everOpened) {
            context.board().contact(); // later on only media shows that the other side is back
        }
    }

    @Override
    void opened() {
        everOpened = true;
        if (address.orElseThrow().isDatagrams()) {
            context.board().expectSteadyContact();
        }
    }

    @Override
    void ended(String why) {
        LiveAddress to = address.orElseThrow();
        boolean isWaiting = to.listens() && context.control().isExpired();
        if (!isWaiting) {
            context.board()
                    .contactLost("no connection for %s: %s".formatted(context.subject(), why));
            String distrust = to.isTls() ? Certificates.problemOf(to.host(), to.port()) : "";
            if (!distrust.isEmpty()) { // the library says nothing of it
                context.board()
                        .broken("Cannot watch %s: %s".formatted(context.subject(), distrust));
            }
        }
    }

    @Override
    String wanted() {
        return "audio or video in a known format";
    }
}
