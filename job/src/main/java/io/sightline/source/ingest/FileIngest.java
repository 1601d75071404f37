package io.sightline.source.ingest;

import io.sightline.flow.StreamState;
import io.sightline.media.Demuxer;
import io.sightline.media.MediaException;
import io.sightline.media.MediaInput;
import io.sightline.source.enumerator.StreamInput;
import io.sightline.source.ingest.fetch.Access;
import io.sightline.source.ingest.fetch.FetchException;
import io.sightline.source.ingest.manifest.EntryLocation;
import io.sightline.source.split.TimelineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file or one HTTP object from beginning to end.
 *
 * <p>After a restart it is demuxed from its beginning again, and what lies before the restart point
 * is thrown away: exact for every container, and demuxing costs little next to decoding. An HTTP
 * object whose connection breaks is taken up again in the same way.
 */
final class FileIngest extends Ingest {

    /** What the reader's messages begin with, and what is said of the subject anyway. */
    private static final Pattern OPENING_WORDS =
            Pattern.compile(
                    "^Cannot (?:open|read|read on in) '[^']*': (?:the media library says: )?");

    /** A file that ends this much before its announced end is not whole. */
    private static final long SHORTFALL_MICROS = 1_000_000;

    static final TransportOpener NOT_MEASURED = () -> null;

    /** Opens what measures a transport stream, anew for each go; null when it is none. */
    @FunctionalInterface
    interface TransportOpener {
        @Nullable TransportFeed open();
    }

    private final InputKind kind;
    private final String location;
    private final Map<String, String> options; // secret
    private final TransportOpener transport;
    private boolean everOpened;

    FileIngest(IngestContext context) {
        this(
                context,
                context.split().entry().url(),
                Map.of(),
                () -> TransportFeed.ofFile(InputKind.pathOf(context.split().entry().url())));
    }

    /**
     * @param location where the input's own location leads to
     * @param options of the library's protocol
     * @param transport for what measures the bytes
     */
    FileIngest(
            IngestContext context,
            String location,
            Map<String, String> options,
            TransportOpener transport) {
        super(context);
        this.transport = transport;
        this.location = location;
        this.options = Map.copyOf(options);
        this.kind = InputKind.of(context.split().entry().url());
    }

    @Override
    NextLook read() throws CancelledException {
        String obstacle = kind == InputKind.FILE ? obstacle() : outOfReach();
        if (!obstacle.isEmpty()) {
            endBroken(obstacle);
            return ENDED;
        }
        BackOff backOff =
                new BackOff(
                        context.settings().backOffMin(),
                        context.settings().backOffMax(),
                        new Random());
        long giveUpMillis = context.settings().boundedGiveUp().toMillis();
        long lastProgressMillis = context.clock().millis();
        while (true) {
            Attempt attempt = new Attempt();
            try {
                attempt.run();
                return ENDED;
            } catch (MediaException failure) {
                if (attempt.progressed) {
                    lastProgressMillis = context.clock().millis();
                    backOff.reset();
                }
                long withoutMillis = context.clock().millis() - lastProgressMillis;
                if (!isWorthRetrying(failure, attempt) || withoutMillis > giveUpMillis) {
                    endBroken(message(failure));
                    return ENDED;
                }
                context.board().contactLost(message(failure));
                context.pause(backOff.nextMillis());
                emitter.repeatForLivingDecoders();
            }
        }
    }

    private boolean isWorthRetrying(MediaException failure, Attempt attempt)
            throws CancelledException {
        return switch (failure.reason()) {
            case CANCELLED -> throw new CancelledException();
            case TIMEOUT, READ_FAILED -> kind == InputKind.PROGRESSIVE;
            case NOT_FOUND -> kind == InputKind.PROGRESSIVE && (attempt.opened || everOpened);
            case REFUSED, NOT_MEDIA, UNSUPPORTED -> false;
        };
    }

    /** What the settings forbid to reach, or nothing. */
    private String outOfReach() {
        try {
            StreamInput input = context.split().entry().input();
            Access access = EntryLocation.accessOf(input, context.settings().http());
            access.require(access.home(), access.home());
            return "";
        } catch (FetchException failure) {
            return failure.reason() == FetchException.Reason.FORBIDDEN
                    ? "Cannot open %s: %s; correct the URL"
                            .formatted(context.subject(), failure.getMessage())
                    : ""; // an unknown host may become known
        }
    }

    private String obstacle() {
        Path path;
        try {
            path = InputKind.pathOf(location);
        } catch (InvalidPathException invalid) {
            return "Cannot open %s: the path is not valid (%s); correct it"
                    .formatted(context.subject(), invalid.getReason());
        }
        try {
            if (!Files.exists(path)) {
                return "Cannot open %s: no such file; correct the path"
                        .formatted(context.subject());
            } else if (Files.isDirectory(path)) {
                return "Cannot open %s: it is a directory; name the file in it"
                        .formatted(context.subject());
            } else if (!Files.isReadable(path)) {
                return "Cannot open %s: permission denied; make the file readable"
                        .formatted(context.subject());
            } else if (Files.isRegularFile(path) && Files.size(path) == 0) {
                return "Cannot open %s: the file is empty; provide one with media"
                        .formatted(context.subject());
            }
        } catch (IOException failure) {
            return "Cannot open %s: %s".formatted(context.subject(), failure);
        }
        return "";
    }

    private void endOfInput(long announcedMicros) throws CancelledException {
        long endMicros = emitter.presentationEndMicros();
        if (announcedMicros - endMicros <= SHORTFALL_MICROS) {
            endOfInput();
            return;
        }
        emitter.ended(
                StreamState.NOT_WATCHED,
                "End of input, but %s holds only %.1f s of the %.1f s that it announces; check that it is whole"
                        .formatted(context.subject(), endMicros / 1e6, announcedMicros / 1e6),
                context.clock().millis());
    }

    private String message(MediaException failure) {
        String remedy =
                switch (failure.reason()) {
                    case NOT_FOUND -> "correct the location or start its server";
                    case REFUSED -> "check the permission and the credentials";
                    case TIMEOUT -> "check the network, or raise the deadlines";
                    case NOT_MEDIA -> "provide a whole file of audio or video in a known container";
                    case UNSUPPORTED -> "provide it in a codec that this build decodes";
                    case READ_FAILED, CANCELLED ->
                            kind == InputKind.FILE
                                    ? "check the storage and that the file is whole"
                                    : "check its server, which must answer range requests if the"
                                            + " index is at the end of the file";
                };
        String cause = OPENING_WORDS.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
        cause = cause.replaceFirst("\\.$", "");
        return "Cannot read %s: %s; %s".formatted(context.subject(), cause, remedy);
    }

    /** Where private addresses are out of reach the library is not to be led there. */
    private Map<String, String> options() {
        Map<String, String> all = new HashMap<>(options);
        boolean isGuarded = context.settings().http().refusesPrivateAddresses();
        if (kind == InputKind.PROGRESSIVE && isGuarded) {
            all.put("max_redirects", "0");
        }
        return all;
    }

    /** One go from the beginning of the input. */
    private final class Attempt {
        private boolean opened;
        private boolean progressed;

        void run() throws MediaException, CancelledException {
            context.control().allow(context.settings().openDeadline());
            String place =
                    kind == InputKind.FILE ? InputKind.pathOf(location).toString() : location;
            TimelineState beginning = TimelineState.startingAt(0);
            MediaInput input =
                    new MediaInput.Location(
                            place, options(), context.split().entry().input().program());
            try (TransportFeed measured = transport.open();
                    Demuxer demuxer =
                            context.opener()
                                    .open(
                                            measured == null ? input : measured.tapping(input),
                                            context.control());
                    Timeline timeline =
                            new Timeline(beginning, EventTimeRule.FIXED_EPOCH, emitter)) {
                opened = true;
                everOpened = true;
                emitter.beginSegment(0, beginning);
                TrackPump pump = new TrackPump(context, emitter, timeline, "", measured);
                try {
                    pump.readAll(
                            demuxer,
                            kind == InputKind.FILE
                                    ? 0
                                    : context.settings().stallAfter().toMillis());
                } finally {
                    progressed = pump.packets() > 0 && !emitter.isRepeating();
                }
                if (pump.packets() == 0) {
                    endBroken(
                            "Cannot watch %s: it holds no audio or video packets; provide a file that does"
                                    .formatted(context.subject()));
                } else {
                    endOfInput(demuxer.announcedDurationMicros());
                }
            }
        }
    }
}
