package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgStatement;
import java.nio.charset.StandardCharsets;

/** Names as they are written; those in the tree are cut already, as the server cuts them. */
final class NameRules {
    private static final int MAX_BYTES = 63;

    private NameRules() {}

    static void look(PgStatement statement, PgEffects effects) {
        statement.names().stream()
                .filter(name -> name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES)
                .distinct()
                .forEach(name -> effects.find(PgRule.CR07, name));
    }
}
