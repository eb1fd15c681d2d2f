package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.parse.PgTrees;
import java.util.List;
import java.util.Optional;

/**
 * Statements that were read out of a body, or why they could not be.
 *
 * @param nodes empty where there is an error
 */
record PgNodes(List<PgNode> nodes, Optional<String> error) {
    static PgNodes of(PgTrees.Reading reading) {
        return switch (reading) {
            case PgTrees.Reading.Trees trees -> new PgNodes(trees.statements(), Optional.empty());
            case PgTrees.Reading.Refused refused -> new PgNodes(List.of(), Optional.of(refused.message()));
        };
    }
}
