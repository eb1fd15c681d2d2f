package io.graphsync.schema.parse;

import java.util.List;

/**
 * PostgreSQL's grammar for SQL that stands in no file of its own, such as the body of a function.
 *
 * <p>Not thread-safe.
 */
public final class PgTrees {
    private final PgGrammar grammar;

    PgTrees(PgGrammar grammar) {
        this.grammar = grammar;
    }

    /** What the grammar says about a text. */
    public sealed interface Reading {
        /** The trees of its statements. */
        record Trees(List<PgNode> statements) implements Reading {
            public Trees {
                statements = List.copyOf(statements);
            }
        }

        /** It is no SQL. */
        record Refused(String message) implements Reading {}
    }

    /** Reads SQL. */
    public Reading parse(String sql) {
        return switch (grammar.read(sql)) {
            case PgGrammar.Reading.Understood understood -> new Reading.Trees(understood.trees());
            case PgGrammar.Reading.Refused refused -> new Reading.Refused(refused.message());
        };
    }

    /** Reads the body of a DO block in PL/pgSQL. */
    public PgBody block(String body) {
        return grammar.readBlock(body);
    }

    /** Reads the body of a function in PL/pgSQL, from the statement that creates it. */
    public PgBody function(String createFunction) {
        return grammar.readFunction(createFunction);
    }
}
