package io.graphsync.schema.review.text;

import io.graphsync.schema.review.Finding;
import io.graphsync.schema.review.Severity;
import java.util.Locale;
import java.util.Optional;

/** What people mean when they write SQL that PostgreSQL does not have. */
enum SyntaxHint {
    CONSTRAINT_IF_NOT_EXISTS(
            "CR02",
            "add constraint if not exists",
            "PostgreSQL has no ADD CONSTRAINT IF NOT EXISTS",
            "ALTER TABLE … DROP CONSTRAINT IF EXISTS name, then ADD CONSTRAINT name … NOT VALID, then VALIDATE CONSTRAINT in"
                    + " the next file"),
    RESERVED_SETTING(
            "CR03",
            "set app.current_user",
            "current_user is a reserved word and can't be part of a name without quotes",
            "SELECT set_config('app.current_user', …, true), or SET LOCAL app.\"current_user\"");

    private final String rule;
    private final String written;
    private final String meaning;
    private final String fix;

    SyntaxHint(String rule, String written, String meaning, String fix) {
        this.rule = rule;
        this.written = written;
        this.meaning = meaning;
        this.fix = fix;
    }

    /** The hint that fits a line which the parser refused. */
    static Optional<SyntaxHint> of(String line) {
        String flat = line.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        for (SyntaxHint hint : values()) {
            if (flat.contains(hint.written)) {
                return Optional.of(hint);
            }
        }
        return Optional.empty();
    }

    /** The parser's message as a finding that names what was meant. */
    Finding finding(String message) {
        return new Finding(rule, Severity.ERROR, message + ": " + meaning, fix);
    }
}
