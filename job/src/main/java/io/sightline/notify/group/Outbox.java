package io.sightline.notify.group;

import io.sightline.notify.Page;

/** Takes what a desk decides. */
interface Outbox {

    /** To be sent. */
    void page(Page page);

    /** Not to be sent; to be put on record. */
    void untold(Untold untold);
}
