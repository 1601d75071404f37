package io.sightline.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What {@code sightline verify} says of a record, with the command line that users have. */
record RecordVerdict(int status, String report) {

    static RecordVerdict of(Path folder, String servers, String topics, List<String> flags)
            throws IOException, InterruptedException {
        Path log = folder.resolve("log/verify.log");
        try (JavaProcess process =
                new JavaProcess.Program(
                                "verify",
                                JavaProcess.ownClassPath(),
                                flags,
                                "io.sightline.cli.Sightline",
                                List.of("verify", "--kafka", servers, "--topics", topics),
                                Map.of(),
                                log)
                        .start()) {
            return new RecordVerdict(process.awaitEnd(), process.lastLines(60));
        }
    }
}
