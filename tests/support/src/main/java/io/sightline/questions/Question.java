package io.sightline.questions;

import java.util.List;

/**
 * One question of the page.
 *
 * @param number from 1
 * @param title in words
 * @param sql one statement, without a semicolon
 * @param columns names, as shown
 * @param answer rows in order, values as {@code sightline sql} shows them; {@code -} for NULL
 */
public record Question(
        int number, String title, String sql, List<String> columns, List<List<String>> answer) {

    public Question {
        columns = List.copyOf(columns);
        answer = List.copyOf(answer);
    }

    @Override
    public String toString() {
        return number + ". " + title;
    }
}
