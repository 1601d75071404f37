package io.sightline.notify.group;

import io.sightline.notify.Page;
import io.sightline.table.Alert;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a desk decides. */
final class Told implements Outbox {

    final List<Page> pages = new ArrayList<>();
    final List<Untold> untold = new ArrayList<>();

    @Override
    public void page(Page page) {
        pages.add(page);
    }

    @Override
    public void untold(Untold row) {
        untold.add(row);
    }

    /** {@code OPENED news-1 video.black major}, in the order of telling, since the last call. */
    List<String> lines() {
        List<String> lines = pages.stream().map(page -> line(page.alert())).toList();
        pages.clear();
        return lines;
    }

    /** {@code OPENED news-1 grouped}, since the last call. */
    List<String> rows() {
        List<String> rows =
                untold.stream()
                        .map(u -> u.alert().event() + " " + u.alert().streamId() + " " + u.reason())
                        .toList();
        untold.clear();
        return rows;
    }

    private static String line(Alert alert) {
        return alert.event()
                + " "
                + alert.streamId()
                + " "
                + alert.defect()
                + " "
                + alert.severity().id();
    }
}
