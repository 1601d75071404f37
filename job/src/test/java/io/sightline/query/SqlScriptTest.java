package io.sightline.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlScriptTest {

    @Test
    void endsAStatementAtItsSemicolon() {
        assertThat(SqlScript.statements("SELECT 1;\n SELECT 2 ;; SELECT 3"))
                .containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
    }

    @Test
    void endsNothingWithinLiteralsAndNames() {
        assertThat(SqlScript.statements("SELECT ';', 'it''s; so' AS `a;b`; SELECT 2"))
                .containsExactly("SELECT ';', 'it''s; so' AS `a;b`", "SELECT 2");
    }

    @Test
    void leavesCommentsOutAndHintsIn() {
        assertThat(
                        SqlScript.statements(
                                "-- what; it is\nSELECT /* ; */ 1; /* only a comment */ -- and another"))
                .containsExactly("SELECT   1");
        assertThat(SqlScript.statements("SELECT * FROM t /*+ OPTIONS('a'='b;c') */"))
                .containsExactly("SELECT * FROM t /*+ OPTIONS('a'='b;c') */");
        assertThat(SqlScript.statements("SELECT '--no comment'; SELECT 5--4\n;"))
                .containsExactly("SELECT '--no comment'", "SELECT 5");
    }

    @Test
    void takesWhatNeverEndsToTheEnd() {
        assertThat(SqlScript.statements("SELECT 'open; SELECT 2")).hasSize(1);
        assertThat(SqlScript.statements("SELECT 1 /* open; SELECT 2")).containsExactly("SELECT 1");
        assertThat(SqlScript.statements(" \n")).isEmpty();
    }

    @Test
    void knowsWhenAStatementIsComplete() {
        assertThat(SqlScript.isComplete("SELECT 1; -- done")).isTrue();
        assertThat(SqlScript.isComplete("SELECT 1;\n\n")).isTrue();
        assertThat(SqlScript.isComplete("SELECT ';")).isFalse();
        assertThat(SqlScript.isComplete("SELECT 1 -- ;")).isFalse();
        assertThat(SqlScript.isComplete("SELECT 1; SELECT")).isFalse();
        assertThat(SqlScript.isComplete("")).isFalse();
    }
}
