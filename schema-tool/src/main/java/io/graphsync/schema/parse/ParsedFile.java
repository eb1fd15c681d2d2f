package io.graphsync.schema.parse;

import java.util.List;

/**
 * What came out of reading a file: its statements, or why it is refused.
 *
 * @param statements in order; empty if the file holds comments alone
 * @param refusals empty if the file can be run
 */
public record ParsedFile(List<Statement> statements, List<Refusal> refusals) {
    public ParsedFile {
        statements = List.copyOf(statements);
        refusals = List.copyOf(refusals);
    }
}
