package io.sightline.questions;

import io.sightline.query.QuerySession;
import io.sightline.query.ResultWriter;
import io.sightline.query.SqlScript;
import io.sightline.query.SqlValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.types.Row;

/** Reads the questions and their answers out of the page, and asks them. */
public final class Questions {

    private static final Pattern QUESTION =
            Pattern.compile(
                    "(?ms)^## (\\d+)\\. ([^\\n]+)$.*?^```sql\\n(.*?)^```.*?^```\\n(.*?)^```");

    private Questions() {}

    /**
     * All that the page has, in order.
     *
     * @throws IllegalStateException where the page is not laid out as expected
     */
    public static List<Question> all() throws IOException {
        Path page =
                Path.of(System.getProperty("sightline.root", "../.."))
                        .resolve("docs/how-to/answer-questions-with-sql.md");
        List<Question> questions = new ArrayList<>();
        Matcher found = QUESTION.matcher(Files.readString(page));
        while (found.find()) {
            questions.add(question(found));
            if (questions.get(questions.size() - 1).number() != questions.size()) {
                throw new IllegalStateException(
                        "Question " + questions.size() + " of " + page + " has another number");
            }
        }
        return questions;
    }

    private static Question question(Matcher found) {
        List<String> statements = SqlScript.statements(found.group(3));
        if (statements.size() != 1) {
            throw new IllegalStateException("Not one statement:\n" + found.group(3));
        }
        List<List<String>> shown = new ArrayList<>();
        found.group(4).lines().forEach(line -> shown.add(cells(line)));
        // After the rows comes how many there are.
        List<List<String>> rows = shown.subList(1, shown.size() - 1);
        String count = rows.size() == 1 ? "1 row" : rows.size() + " rows";
        if (!shown.get(shown.size() - 1).equals(List.of(count))) {
            throw new IllegalStateException(
                    "The answer does not end with '" + count + "':\n" + found.group(4));
        }
        return new Question(
                Integer.parseInt(found.group(1)),
                found.group(2).strip(),
                statements.get(0),
                shown.get(0),
                rows);
    }

    /** Columns are two blanks or more apart, and values have none that follow each other. */
    private static List<String> cells(String line) {
        return List.of(line.strip().split(" {2,}", -1));
    }

    /**
     * Asks a session of Sightline's own.
     *
     * @return names of columns, then rows, to compare with {@link #expected}
     */
    public static List<List<String>> ask(QuerySession session, Question question) throws Exception {
        List<List<String>> answer = new ArrayList<>();
        SqlValues values = new SqlValues(ZoneOffset.UTC);
        session.execute(
                question.sql(),
                new ResultWriter() {
                    @Override
                    public void begin(List<String> columns) {
                        answer.add(List.copyOf(columns));
                    }

                    @Override
                    public void row(Row row) {
                        List<String> cells = new ArrayList<>();
                        for (int i = 0; i < row.getArity(); i++) {
                            cells.add(values.text(row.getField(i), "-"));
                        }
                        answer.add(cells);
                    }

                    @Override
                    public void end() {}
                });
        return answer;
    }

    /** What the page shows, in the form of {@link #ask}. */
    public static List<List<String>> expected(Question question) {
        List<List<String>> expected = new ArrayList<>();
        expected.add(question.columns());
        expected.addAll(question.answer());
        return expected;
    }
}
