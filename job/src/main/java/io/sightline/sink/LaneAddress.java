package io.sightline.sink;

import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;

/** Where a lane leads to. */
sealed interface LaneAddress extends Serializable {

    /** Opens it; owned by the caller. */
    LaneOutlet open();

    /** The lane's address in a destination. */
    static LaneAddress in(Destination destination, String folder, String topic, LaneFiles limits) {
        if (destination instanceof KafkaDestination kafka) {
            return new InTopic(kafka, topic);
        }
        URI uri = ((FileDestination) destination).folderOf(folder);
        return "file".equals(uri.getScheme())
                ? new InFolder(Path.of(uri).toString(), folder, limits)
                : new Nowhere();
    }

    /** A topic. */
    record InTopic(KafkaDestination kafka, String topic) implements LaneAddress {
        @Override
        public LaneOutlet open() {
            return new KafkaOutlet(kafka, topic);
        }
    }

    /** A folder of this machine. */
    record InFolder(String folder, String name, LaneFiles limits) implements LaneAddress {
        @Override
        public LaneOutlet open() {
            return new FileOutlet(Path.of(folder), name, limits, System::currentTimeMillis);
        }
    }

    /** An object store, to whose objects nothing can be appended: there is no such lane then. */
    record Nowhere() implements LaneAddress {
        @Override
        public LaneOutlet open() {
            return new LaneOutlet() {
                @Override
                public void write(LaneRow row, Answer answer) {
                    answer.onWritten(null);
                }

                @Override
                public void close() {
                    // Nothing was opened.
                }
            };
        }
    }
}
