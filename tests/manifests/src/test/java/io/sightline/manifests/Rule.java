package io.sightline.manifests;

import java.util.List;

/** One thing that manifests must fulfil to work on a real cluster. */
@FunctionalInterface
interface Rule {

    /**
     * One sentence for each thing that is wrong, with what would be right; empty when all is well.
     */
    List<String> problems(ManifestSet set);
}
