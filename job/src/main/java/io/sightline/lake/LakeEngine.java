package io.sightline.lake;

import io.sightline.query.LakeCatalog;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Fills and keeps the lake; its code is in the module job/lake, which need not be there. */
public interface LakeEngine {

    /** The one on the class path. */
    static Optional<LakeEngine> find() {
        return ServiceLoader.load(LakeEngine.class, Thread.currentThread().getContextClassLoader())
                .findFirst();
    }

    /**
     * Makes the tables ready and starts the job that fills them in this process.
     *
     * @throws LakeException when the plan cannot be carried out
     */
    LakeRun start(LakePlan plan) throws Exception;

    /**
     * Makes the tables ready and hands the job to the cluster that runs this program.
     *
     * @throws LakeException when the plan cannot be carried out
     */
    void submit(LakePlan plan) throws Exception;

    /**
     * Looks whether the tables are there.
     *
     * @throws LakeException when a table is not there, or the catalog cannot be read
     */
    void requireTables(LakeCatalog catalog);

    /**
     * Makes few files of many and forgets old states, one table after the other; a job may go on
     * filling them.
     */
    List<Upkeep.Done> keepUp(LakeCatalog catalog, Upkeep upkeep) throws Exception;
}
