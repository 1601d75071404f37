package io.sightline.notify.delivery;

import io.sightline.table.Notification.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Letters to one target, delivered in order within an incident and side by side otherwise.
 *
 * <p>Every letter keeps its place until it is delivered or dead, so the letters of its incident
 * that follow wait behind it. A letter that is postponed is tried again after a pause that doubles
 * each time. While a target fails, one letter at a time is tried, whichever is due: that finds out
 * when the target is back without pressing it, and one letter that always fails does not keep the
 * others of other incidents from being tried.
 *
 * <p>Thread: all calls are the task's; answers of targets come back to it. State: {@link
 * #pending()}.
 */
final class Deliveries {

    private final Target target;
    private final Pace pace;
    private final Task task;
    private final Ending ending;
    private final RandomGenerator chance;

    private final Map<Long, Entry> pending = new LinkedHashMap<>(); // in the order of their coming
    private final Map<String, Deque<Entry>> lanes = new HashMap<>(); // by incident, never empty
    private final Deque<Deque<Entry>> idle = new ArrayDeque<>(); // lanes with nothing under way

    private long nextNumber;
    private int underWay;
    private int failuresInARow;
    private long pausedUntilMillis = Long.MIN_VALUE;
    private long wakesAtMillis = Long.MAX_VALUE;

    /** The task, as deliveries need it. */
    interface Task {
        long nowMillis();

        /** Runs something on the task's thread, soon. */
        void execute(Runnable action);

        /** Runs something on the task's thread at a wall time. */
        void at(long millis, Runnable action);
    }

    /** Hears once of each letter. */
    @FunctionalInterface
    interface Ending {
        void onEnd(Letter letter, Status status, String reason);

        /** Hears once that a target takes no letters. */
        default void onTrouble(String reason) {}

        /** And that it does again. */
        default void onRecovery() {}
    }

    private static final class Entry {
        private final long number;
        private final long sinceMillis;
        private final @Nullable Runnable done;
        private Letter letter;
        private long dueMillis = Long.MIN_VALUE;

        Entry(long number, Letter letter, long sinceMillis, @Nullable Runnable done) {
            this.number = number;
            this.letter = letter;
            this.sinceMillis = sinceMillis;
            this.done = done;
        }
    }

    Deliveries(Target target, Pace pace, Task task, Ending ending, RandomGenerator chance) {
        this.target = target;
        this.pace = pace;
        this.task = task;
        this.ending = ending;
        this.chance = chance;
    }

    /**
     * Takes a letter on.
     *
     * @param done called when it has ended, whichever way
     */
    void take(Letter letter, @Nullable Runnable done) {
        Deque<Entry> lane = lanes.get(letter.incidentId());
        boolean isReminder = letter.kind() == Letter.Kind.REMINDER;
        if (isReminder && (lane != null || failuresInARow > 0)) {
            finished(done); // there will be another when the target is back
            return;
        }
        Entry entry = new Entry(nextNumber++, letter, task.nowMillis(), done);
        pending.put(entry.number, entry);
        if (lane == null) {
            lane = new ArrayDeque<>();
            lanes.put(letter.incidentId(), lane);
            idle.addLast(lane);
        }
        lane.addLast(entry);
        sendWhatIsDue();
    }

    private void sendWhatIsDue() {
        long nowMillis = task.nowMillis();
        int most = failuresInARow == 0 ? pace.concurrency() : 1;
        if (underWay >= most) {
            return; // an answer comes here again
        }
        if (pausedUntilMillis > nowMillis) {
            wakeAt(pausedUntilMillis);
            return;
        }
        long nextDueMillis = Long.MAX_VALUE;
        for (int looked = idle.size(); looked > 0 && underWay < most; looked--) {
            Deque<Entry> lane = idle.removeFirst();
            Entry first = lane.getFirst();
            if (first.dueMillis > nowMillis) {
                nextDueMillis = Math.min(nextDueMillis, first.dueMillis);
                idle.addLast(lane);
            } else {
                send(first, lane);
            }
        }
        if (nextDueMillis != Long.MAX_VALUE && underWay < most) {
            wakeAt(nextDueMillis);
        }
    }

    private void wakeAt(long millis) {
        if (millis < wakesAtMillis) {
            wakesAtMillis = millis;
            task.at(millis, this::wake);
        }
    }

    private void wake() {
        wakesAtMillis = Long.MAX_VALUE;
        sendWhatIsDue();
    }

    private void send(Entry entry, Deque<Entry> lane) {
        underWay++;
        entry.letter = entry.letter.tried();
        var unused =
                target.deliver(entry.letter)
                        .whenComplete(
                                (outcome, failure) ->
                                        task.execute(
                                                () ->
                                                        onAnswer(
                                                                entry,
                                                                lane,
                                                                failure == null
                                                                        ? outcome
                                                                        : broken(failure))));
    }

    /** A target that breaks its word is postponed like one that does not answer. */
    private static Outcome broken(Throwable failure) {
        return new Outcome.Postponed(failure.toString());
    }

    private void onAnswer(Entry entry, Deque<Entry> lane, Outcome outcome) {
        underWay--;
        if (outcome instanceof Outcome.Delivered delivered) {
            recovered();
            pausedUntilMillis = Long.MIN_VALUE;
            end(entry, lane, Status.DELIVERED, delivered.answer());
        } else if (outcome instanceof Outcome.Refused refused) {
            recovered(); // the receiver is there, and knows its mind
            end(entry, lane, Status.DEAD, refused.reason());
        } else if (outcome instanceof Outcome.Denied denied) {
            postpone(entry, lane, denied.reason(), Optional.empty());
        } else {
            Outcome.Postponed postponed = (Outcome.Postponed) outcome;
            postpone(entry, lane, postponed.reason(), postponed.after());
        }
        sendWhatIsDue();
    }

    private void recovered() {
        if (failuresInARow > 0) {
            failuresInARow = 0;
            ending.onRecovery();
        }
    }

    private void postpone(Entry entry, Deque<Entry> lane, String reason, Optional<Duration> after) {
        long nowMillis = task.nowMillis();
        failuresInARow++;
        if (failuresInARow == 1) {
            ending.onTrouble(reason);
        }
        long askedMillis = after.map(pace::pauseMillis).orElse(0L);
        pausedUntilMillis =
                nowMillis + Math.max(askedMillis, pace.pauseMillis(failuresInARow, chance));
        if (nowMillis - entry.sinceMillis >= pace.giveUpAfter().toMillis()) {
            end(
                    entry,
                    lane,
                    Status.DEAD,
                    "given up after " + pace.giveUpAfter() + ", last: " + reason);
        } else if (entry.letter.kind() == Letter.Kind.REMINDER) {
            end(entry, lane, Status.DEAD, reason);
        } else {
            entry.dueMillis =
                    nowMillis
                            + Math.max(
                                    askedMillis, pace.pauseMillis(entry.letter.attempts(), chance));
            idle.addLast(lane);
        }
    }

    private void end(Entry entry, Deque<Entry> lane, Status status, String reason) {
        pending.remove(entry.number);
        lane.removeFirst();
        if (lane.isEmpty()) {
            lanes.remove(entry.letter.incidentId());
        } else {
            idle.addLast(lane);
        }
        ending.onEnd(entry.letter, status, reason);
        finished(entry.done);
    }

    private static void finished(@Nullable Runnable done) {
        if (done != null) {
            done.run();
        }
    }

    /** A copy of what is neither delivered nor dead, in the order of its coming. */
    List<Letter> pending() {
        List<Letter> letters = new ArrayList<>(pending.size());
        pending.values().forEach(entry -> letters.add(entry.letter));
        return letters;
    }

    int size() {
        return pending.size();
    }

    /** Attempts that failed since one was answered. */
    int failuresInARow() {
        return failuresInARow;
    }
}
