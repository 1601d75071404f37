package io.sightline.manifests;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in an expression of Prometheus' query language, and whether its brackets match. */
record PromQuery(String text) {

    private static final Pattern TEXTS = Pattern.compile("\"[^\"]*\"");
    private static final Pattern SELECTORS = Pattern.compile("\\{[^{}]*\\}|\\[[^\\[\\]]*\\]");
    private static final Pattern GROUPINGS =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^()]*\\)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private static final Set<String> KEYWORDS =
            Set.of("and", "or", "unless", "offset", "bool", "by", "without", "on", "ignoring");

    private static final Set<String> FUNCTIONS =
            Set.of(
                    "absent",
                    "avg",
                    "changes",
                    "count",
                    "increase",
                    "last_over_time",
                    "label_values",
                    "max",
                    "min",
                    "rate",
                    "sum",
                    "time");

    /** Names of metrics. */
    Set<String> metrics() {
        Set<String> metrics = new LinkedHashSet<>();
        String bare = TEXTS.matcher(text).replaceAll("\"\"");
        bare = SELECTORS.matcher(bare).replaceAll(" ");
        bare = GROUPINGS.matcher(bare).replaceAll(" ");
        Matcher name = NAME.matcher(bare);
        while (name.find()) {
            boolean isCall = bare.substring(name.end()).stripLeading().startsWith("(");
            boolean isKnown = isCall ? FUNCTIONS.contains(name.group()) : isWord(name.group());
            if (!isKnown) {
                metrics.add(name.group());
            }
        }
        return metrics;
    }

    private static boolean isWord(String name) {
        return KEYWORDS.contains(name) || FUNCTIONS.contains(name);
    }

    /** Whether every bracket is closed. */
    boolean isBalanced() {
        String bare = TEXTS.matcher(text).replaceAll("");
        String before;
        do {
            before = bare;
            bare =
                    bare.replaceAll(
                            "\\([^()\\[\\]{}]*\\)|\\[[^()\\[\\]{}]*\\]|\\{[^()\\[\\]{}]*\\}", "");
        } while (!bare.equals(before));
        return !bare.matches("(?s).*[()\\[\\]{}].*");
    }
}
