package io.sightline.notify.source;

import io.sightline.sink.KafkaDestination;
import io.sightline.table.Alert;
import io.sightline.table.AlertJson;
import java.io.IOException;
import java.util.Properties;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pager lane in Kafka. */
public final class PagerTopic {

    private PagerTopic() {}

    /**
     * A source with a group of its own, which is to be behind that valve.
     *
     * @param startMillis where a group begins that has never read: wall time of the record
     */
    public static KafkaSource<Alert> source(
            KafkaDestination kafka, String group, long startMillis, String valveId) {
        Properties properties = kafka.forClient();
        // An alert leaves the broker when it comes in, alone if need be.
        properties.setProperty(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1");
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "200");
        properties.setProperty(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "262144");
        properties.setProperty(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "1048576");
        return KafkaSource.<Alert>builder()
                .setBootstrapServers(kafka.bootstrapServers())
                .setProperties(properties)
                .setTopics(kafka.topics().pager())
                .setGroupId(group)
                .setClientIdPrefix(group)
                .setStartingOffsets(new FirstOffsets(startMillis))
                .setDeserializer(new Rows(valveId))
                .build();
    }

    /** Rows that cannot be read are passed over: one bad row must not silence a target. */
    private static final class Rows implements KafkaRecordDeserializationSchema<Alert> {

        private static final long serialVersionUID = 1L;
        private static final Logger LOG = LoggerFactory.getLogger(Rows.class);

        private final String valveId;
        private transient Valve valve;

        Rows(String valveId) {
            this.valveId = valveId;
        }

        @Override
        public void open(DeserializationSchema.InitializationContext context) {
            valve = Valve.of(valveId);
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> row, Collector<Alert> out) {
            if (row.value() == null) {
                return;
            }
            try {
                out.collect(AlertJson.read(row.value()));
                valve.countRead();
            } catch (IOException e) {
                LOG.warn(
                        "Row {} of {}-{} is passed over: {}",
                        row.offset(),
                        row.topic(),
                        row.partition(),
                        e.getMessage());
            }
        }

        @Override
        public TypeInformation<Alert> getProducedType() {
            return TypeInformation.of(Alert.class);
        }
    }
}
