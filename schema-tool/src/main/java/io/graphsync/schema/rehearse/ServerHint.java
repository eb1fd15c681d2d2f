package io.graphsync.schema.rehearse;

import java.util.Map;

/** What helps against the errors that migrations run into most, by SQLSTATE. */
final class ServerHint {
    private static final String OTHERWISE =
            "it was run on a throwaway server that holds what comes before it; see the message";

    private static final Map<String, String> BY_STATE = Map.ofEntries(
            Map.entry(
                    "42P01",
                    "the relation is not there when this runs: create it before, or guard all that needs it with"
                            + " to_regclass(…) IS NOT NULL"),
            Map.entry(
                    "42883",
                    "no operator or function takes these types: cast one side, for example"
                            + " nullif(current_setting('app.user', true), '')::uuid"),
            Map.entry("42704", "the type, operator class or role has another name, or is not there: create it before"),
            Map.entry("42703", "the column is not there when this runs: add it before, or mend its name"),
            Map.entry(
                    "42P17",
                    "the expression depends on a setting or on the clock: wrap it into an IMMUTABLE function that names"
                            + " what it depends on"),
            Map.entry("42710", "it is there already: drop it first, or leave it out"),
            Map.entry("42P07", "a relation of that name is there already: choose another name, or drop it first"),
            Map.entry("42701", "a column of that name is there already: leave it out, or write IF NOT EXISTS"),
            Map.entry("25001", "it can't be in a transaction: write '-- migrate: no-transaction' at the head"),
            Map.entry("42501", "the role that runs migrations may not do this: have an administrator do it beforehand"),
            Map.entry("0A000", "the server can't do this here; see the message, and do it in another way"),
            Map.entry("23502", "rows have no value there: fill the column first, or give it a default"),
            Map.entry("23505", "rows are there twice: remove the duplicates first"),
            Map.entry("23503", "rows refer to what is not there: remove or mend them first"),
            Map.entry("23514", "rows break the rule: mend them first, and add the constraint NOT VALID"),
            Map.entry(
                    "55P04", "a new value of an enum can't be used in its own transaction: put it into a file before"));

    private ServerHint() {}

    static String of(Observation.Refused refused) {
        return BY_STATE.getOrDefault(refused.code(), OTHERWISE);
    }
}
