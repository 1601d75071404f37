package io.sightline.notify.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.notify.Page;
import io.sightline.notify.control.Control;
import io.sightline.notify.control.Controls;
import io.sightline.notify.control.InForce;
import io.sightline.notify.route.Glob;
import io.sightline.policy.Severity;
import io.sightline.table.Alert;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens in whatever order, with restarts in between: what was told to be open is told to
 * be over, once; nothing is told within a window; nobody is forgotten; groups share no member.
 */
final class DeskPropertiesTest {

    private static final GroupSettings GROUP =
            new GroupSettings(
                    List.of("encoder", "cdn"),
                    3,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(20),
                    GroupSettings.Defects.SAME);
    private static final FlapSettings FLAP =
            new FlapSettings(3, Duration.ofMinutes(5), Duration.ofMinutes(2));
    private static final List<DeskSettings> SETTINGS =
            List.of(
                    new DeskSettings(GROUP, FLAP),
                    new DeskSettings(GROUP, null),
                    new DeskSettings(null, FLAP),
                    DeskSettings.PLAIN);
    private static final int STREAMS = 12;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void keepsItsPromises(long seed) throws IOException {
        for (int round = 0; round < 25; round++) {
            new Story(seed * 1_000 + round).play(150);
        }
    }

    /** One random story, its desk and what was told. */
    private static final class Story implements Outbox {

        private final String name;
        private final Random random;
        private DeskSettings settings;
        private Desk desk;
        private InForce controls = InForce.NOTHING;
        private long now = 1_000_000;
        private final Map<Integer, Incident> open = new TreeMap<>(); // by stream
        private final Set<String> all = new HashSet<>(); // incidents of the record
        private final Map<String, Alert> openings = new HashMap<>();
        private final Map<String, String> toldState = new HashMap<>(); // by incident id
        private final Map<String, String> groupOf = new HashMap<>();
        private final Set<String> flapping = new HashSet<>(); // incidents that were silenced so
        private final Set<String> everHeld = new HashSet<>();

        Story(long seed) {
            name = "seed " + seed;
            random = new Random(seed);
            settings = SETTINGS.get(random.nextInt(SETTINGS.size()));
            desk = new Desk(settings, this);
        }

        void play(int steps) throws IOException {
            for (int step = 0; step < steps; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2, 3 -> fail(random.nextInt(STREAMS));
                    case 4, 5 -> clear(random.nextInt(STREAMS));
                    case 6 -> failMany();
                    case 7 -> pass(random.nextInt(2_000));
                    case 8 -> pass(random.nextInt(60_000));
                    case 9 -> escalate(random.nextInt(STREAMS));
                    case 10 -> say();
                    default -> restart();
                }
                assertThat(desk.wakeAtMillis()).as(name).isGreaterThan(now - 60_001);
            }
            controls = InForce.NOTHING;
            desk.controls(controls, now);
            pass(3_600_000);
            open.values().forEach(one -> assertCovered(one.id()));
            List.copyOf(open.keySet()).forEach(this::clear);
            pass(3_600_000);
            pass(3_600_000);

            assertThat(toldState).as(name).doesNotContainValue("open");
            assertThat(desk.wakeAtMillis()).as(name).isEqualTo(Long.MAX_VALUE);
            all.stream().filter(id -> !everHeld.contains(id)).forEach(this::assertCovered);
        }

        /** Somebody was told of it: by itself, by its group, or as flapping. */
        private void assertCovered(String id) {
            String group = groupOf.get(id);
            boolean isCovered =
                    toldState.containsKey(id)
                            || flapping.contains(id)
                            || toldState.containsKey(group)
                            || flapping.contains(group)
                            || everHeld.contains(group);
            assertThat(isCovered).as(name + ": somebody heard of " + id).isTrue();
        }

        private static Map<String, String> labels(int stream) {
            return stream == 0
                    ? Map.of()
                    : Map.of("encoder", "e" + stream % 3, "cdn", stream < 8 ? "x" : "y");
        }

        private void fail(int stream) {
            Incident one = Incident.black("s" + stream, labels(stream), now - 2_000);
            // Now and then the end of the former one is lost with a process that was killed.
            boolean isPossible = !open.containsKey(stream) || random.nextInt(10) == 0;
            if (isPossible && all.add(one.id())) {
                open.put(stream, one);
                send(one.opened());
            }
        }

        private void failMany() {
            for (int stream = 0; stream < STREAMS; stream++) {
                if (random.nextInt(3) > 0) {
                    fail(stream);
                }
            }
        }

        private void escalate(int stream) {
            if (open.containsKey(stream)) {
                send(open.get(stream).escalated());
            }
        }

        private void clear(int stream) {
            Incident one = open.remove(stream);
            if (one != null) {
                send(one.cleared(now));
            }
        }

        private void send(Alert alert) {
            openings.putIfAbsent(alert.incidentId(), alert);
            desk.alert(alert, now);
            if (random.nextInt(5) == 0) {
                desk.alert(alert, now);
            }
        }

        private void pass(long millis) {
            long until = now + millis;
            while (desk.wakeAtMillis() <= until) {
                now = Math.max(now, desk.wakeAtMillis());
                desk.time(now);
            }
            now = until;
            desk.time(now);
        }

        private void say() {
            List<Control> said = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                said.add(control("c" + random.nextInt(1_000)));
            }
            controls = new Controls(said, List.of()).at(now);
            desk.controls(controls, now);
        }

        private Control control(String id) {
            List<Incident> incidents = List.copyOf(open.values());
            boolean isAcknowledged = random.nextBoolean() && !incidents.isEmpty();
            Glob stream = new Glob("s" + (random.nextBoolean() ? "*" : random.nextInt(STREAMS)));
            return new Control(
                    id,
                    isAcknowledged ? Control.Kind.ACKNOWLEDGE : Control.Kind.SNOOZE,
                    isAcknowledged ? incidents.get(random.nextInt(incidents.size())).id() : null,
                    isAcknowledged ? null : stream,
                    random.nextInt(3) == 0 ? Map.of("encoder", "e1") : Map.of(),
                    null,
                    null,
                    null,
                    null,
                    random.nextBoolean() ? Severity.CRITICAL : null,
                    "me",
                    "",
                    0);
        }

        private void restart() throws IOException {
            List<byte[]> kept = DeskBytes.write(desk.state());
            desk = new Desk(settings, this);
            if (random.nextInt(4) == 0) {
                now += random.nextInt(600_000);
            }
            desk.controls(controls, now);
            desk.restore(DeskBytes.read(kept), now);
            desk.time(now);
        }

        @Override
        public void page(Page page) {
            Alert alert = page.alert();
            String id = alert.incidentId();
            String state = toldState.get(id);
            if (alert.event() == Alert.Event.CLEARED) {
                assertThat(state).as(name + ": " + alert.message()).isEqualTo("open");
                toldState.put(id, "over");
                return;
            }
            if (alert.event() == Alert.Event.OPENED) {
                assertThat(state).as(name + ": " + alert.message()).isNull();
            } else {
                assertThat(state).as(name + ": " + alert.message()).isNotEqualTo("over");
            }
            toldState.put(id, "open");
            if (page.isGroup()) {
                assertThat(page.memberIncidents())
                        .as(name + ": a group with nobody who may be told of")
                        .anyMatch(one -> controls.silencerOf(openings.get(one)).isEmpty());
            } else {
                assertThat(controls.silencerOf(alert)).as(name).isEmpty();
            }
            if (openings.containsKey(id)) {
                String group = groupOf.get(id);
                assertThat(group == null ? "over" : toldState.getOrDefault(group, "over"))
                        .as(name + ": told by its group and by itself")
                        .isEqualTo("over");
            }
        }

        @Override
        public void untold(Untold row) {
            String id = row.alert().incidentId();
            if (row.reason().equals(Untold.GROUPED)) {
                @Nullable String before = groupOf.put(id, row.groupId());
                boolean isElsewhere = before != null && !before.equals(row.groupId());
                assertThat(isElsewhere ? toldState.getOrDefault(before, "over") : "over")
                        .as(name + ": in one group at a time")
                        .isEqualTo("over");
            } else if (row.reason().equals(Untold.FLAPPING)) {
                flapping.add(id);
            } else {
                everHeld.add(id);
            }
        }
    }
}
