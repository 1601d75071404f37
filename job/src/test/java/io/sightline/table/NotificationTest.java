package io.sightline.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.table.Notification.Status;
import io.sightline.testing.SampleRows;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotificationTest {

    private static final Alert ALERT = SampleRows.alert(1);

    @Test
    void rowsOfOneAlertHaveIdsOfTheirOwn() {
        assertThat(
                        Stream.of(
                                id("a", Status.DELIVERED, null, "HTTP 200"),
                                id("b", Status.DELIVERED, null, "HTTP 200"),
                                id("a", Status.DEAD, null, "HTTP 400"),
                                id("a", Status.SUPPRESSED, null, "snooze-1"),
                                id("a", Status.SUPPRESSED, null, "snooze-2"),
                                id("a", Status.SUPPRESSED, null, "flapping"),
                                id("a", Status.SUPPRESSED, "g1", "grouped"),
                                id("a", Status.SUPPRESSED, "g2", "grouped"),
                                id("a", Status.SUPPRESSED, "g1", "snooze-1")))
                .doesNotHaveDuplicates();
    }

    @Test
    void aRowThatIsWrittenAgainHasTheSameIdThoughTimeHasPassed() {
        Notification first = row("a", Status.SUPPRESSED, "g1", "grouped", 1_000);

        assertThat(row("a", Status.SUPPRESSED, "g1", "grouped", 2_000).notificationId())
                .isEqualTo(first.notificationId());
    }

    @Test
    void whatAReceiverAnswersIsNoPartOfTheId() {
        assertThat(id("a", Status.DELIVERED, null, "HTTP 200"))
                .isEqualTo(id("a", Status.DELIVERED, null, "HTTP 204"));
    }

    private static String id(String target, Status status, @Nullable String group, String reason) {
        return row(target, status, group, reason, 0).notificationId();
    }

    private static Notification row(
            String target, Status status, @Nullable String group, String reason, long atMillis) {
        return Notification.of(target, ALERT, group, status, reason, 1, atMillis, atMillis);
    }
}
