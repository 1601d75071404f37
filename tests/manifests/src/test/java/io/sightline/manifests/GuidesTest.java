package io.sightline.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guides tell people to apply, edit and look at is there, and is called so. */
class GuidesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/how-to/deploy-on-kubernetes.md",
                "docs/how-to/get-notified.md",
                "docs/how-to/scale.md",
                "docs/how-to/size-a-deployment.md",
                "flink-conf/README.md",
                "docs/how-to/upgrade.md",
                "docs/how-to/upgrade-with-a-savepoint.md",
                "docs/how-to/roll-back.md",
                "docs/how-to/rotate-credentials.md",
                "docs/how-to/recover-a-lost-cluster.md"
            })
    void namesWhatIsThere(String page) {
        Path file = Repository.ROOT.resolve(page);

        for (String path : Repository.matches(file, "(?<![/\\w])(k8s-operator/[\\w./-]*\\w)")) {
            assertThat(Repository.ROOT.resolve(path)).as(page).exists();
        }
        for (String link : Repository.matches(file, "\\]\\(([^)#:]+)(?:#[^)]*)?\\)")) {
            assertThat(Files.exists(file.resolveSibling(link))).as(page + ": " + link).isTrue();
        }
        for (String alert : Repository.matches(file, "`(Sightline[A-Z]\\w+)`")) {
            assertThat(alerts()).as(page).contains(alert);
        }
        for (String secret : Repository.matches(file, "secret generic (\\S+)")) {
            assertThat(secrets()).as(page).contains(secret);
        }
    }

    private static List<String> alerts() {
        return Repository.matches(
                Repository.KUBERNETES.resolve("components/monitoring/prometheus-rule.yaml"),
                "- alert: (\\S+)");
    }

    private static Set<String> secrets() {
        Path deployment = Repository.KUBERNETES.resolve("base/flink-deployment.yaml");
        Set<String> names = new TreeSet<>(Repository.matches(deployment, "secretName: (\\S+)"));
        Path telling = Repository.KUBERNETES.resolve("overlays/notify/kustomization.yaml");
        names.addAll(Repository.matches(telling, "secretName: ([\\w-]+)"));
        names.addAll(Repository.matches(deployment, "secretRef:\\s+name: (\\S+)"));
        return names;
    }
}
