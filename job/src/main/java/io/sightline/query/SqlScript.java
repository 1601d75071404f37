package io.sightline.query;

import java.util.ArrayList;
import java.util.List;

/** A text of several SQL statements. */
public final class SqlScript {

    private SqlScript() {}

    /**
     * Its statements, without the semicolons that end them and without what is only comment. A
     * semicolon within a literal, a quoted name or a comment ends nothing.
     */
    public static List<String> statements(String text) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = endOfToken(text, at);
            String token = text.substring(at, end);
            at = end;
            if (isComment(token)) {
                statement.append(' ');
            } else if (token.equals(";")) {
                take(statement, statements);
            } else {
                statement.append(token);
            }
        }
        take(statement, statements);
        return statements;
    }

    /** Whether a semicolon ends the last statement that begins in the text. */
    public static boolean isComplete(String text) {
        boolean complete = false;
        int at = 0;
        while (at < text.length()) {
            int end = endOfToken(text, at);
            String token = text.substring(at, end);
            at = end;
            if (!isComment(token) && !token.isBlank()) {
                complete = token.equals(";");
            }
        }
        return complete;
    }

    private static void take(StringBuilder statement, List<String> statements) {
        String whole = statement.toString().strip();
        if (!whole.isEmpty()) {
            statements.add(whole);
        }
        statement.setLength(0);
    }

    private static boolean isComment(String token) {
        // Hints are part of the statement.
        return token.startsWith("--") || (token.startsWith("/*") && !token.startsWith("/*+"));
    }

    private static int endOfToken(String text, int at) {
        if (text.startsWith("--", at)) {
            return endAfter(text, "\n", at);
        }
        if (text.startsWith("/*", at)) {
            return endAfter(text, "*/", at + 2);
        }
        char first = text.charAt(at);
        // A doubled quote within ends one literal and begins another: to the same effect.
        return first == '\'' || first == '"' || first == '`'
                ? endAfter(text, String.valueOf(first), at + 1)
                : at + 1;
    }

    private static int endAfter(String text, String mark, int from) {
        int found = text.indexOf(mark, from);
        return found < 0 ? text.length() : found + mark.length();
    }
}
