package io.graphsync.schema.parse;

import io.graphsync.schema.parse.PgToken.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts tokens into statements at the semicolons that end one: not those in parentheses or in a body of SQL. */
final class PgSplitter {
    private PgSplitter() {}

    /** The tokens of each statement, without its semicolon; empty statements are dropped. */
    static List<List<PgToken>> split(List<PgToken> tokens) {
        List<List<PgToken>> statements = new ArrayList<>();
        List<PgToken> current = new ArrayList<>();
        int parentheses = 0;
        int bodies = 0;
        for (int i = 0; i < tokens.size(); i++) {
            PgToken token = tokens.get(i);
            if (token.is("(")) {
                parentheses++;
            } else if (token.is(")")) {
                parentheses = Math.max(0, parentheses - 1);
            } else if (parentheses == 0 && token.kind() == Kind.WORD) {
                bodies += bodyDepth(tokens, i, bodies);
            }
            if (token.is(";") && parentheses == 0 && bodies == 0) {
                addUnlessEmpty(statements, current);
                current = new ArrayList<>();
            } else {
                current.add(token);
            }
        }
        addUnlessEmpty(statements, current);
        return statements;
    }

    /** {@code BEGIN ATOMIC} opens a body of SQL; in it, {@code CASE} has an {@code END} of its own. */
    private static int bodyDepth(List<PgToken> tokens, int i, int depth) {
        PgToken token = tokens.get(i);
        if (token.is("BEGIN") && i + 1 < tokens.size() && tokens.get(i + 1).is("ATOMIC")) {
            return 1;
        }
        if (depth > 0 && token.is("CASE")) {
            return 1;
        }
        return depth > 0 && token.is("END") ? -1 : 0;
    }

    private static void addUnlessEmpty(List<List<PgToken>> statements, List<PgToken> tokens) {
        if (!tokens.isEmpty()) {
            statements.add(tokens);
        }
    }
}
