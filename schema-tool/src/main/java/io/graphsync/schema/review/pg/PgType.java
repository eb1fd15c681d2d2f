package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A type as a column has it.
 *
 * @param name the server's name, for example {@code int4}, {@code varchar}; with its schema unless it is the server's own
 * @param modifiers for example length, or precision and scale
 */
record PgType(String name, List<Integer> modifiers, boolean array) {
    /** What other words for a type mean. */
    private static final Map<String, String> ALIASES = Map.of(
            "int",
            "int4",
            "integer",
            "int4",
            "bigint",
            "int8",
            "smallint",
            "int2",
            "boolean",
            "bool",
            "real",
            "float4",
            "decimal",
            "numeric",
            "character varying",
            "varchar",
            "char",
            "bpchar");

    private static final Set<String> SERIAL =
            Set.of("serial", "serial4", "bigserial", "serial8", "smallserial", "serial2");

    /** A modifier that a variable stands for. */
    private static final int UNSAID = 1;

    static final PgType UNKNOWN = new PgType("", List.of(), false);

    static PgType of(Optional<PgNode> typeName) {
        if (typeName.isEmpty()) {
            return UNKNOWN;
        }
        List<String> names = typeName.get().names("names");
        String last = names.isEmpty() ? "" : names.getLast();
        boolean own = names.size() == 1 || names.getFirst().equals("pg_catalog");
        List<Integer> modifiers = typeName.get().children("typmods").stream()
                .map(modifier -> modifier.child("ival")
                        .map(value -> (int) value.number("ival"))
                        .orElse(UNSAID))
                .toList();
        return new PgType(
                own ? ALIASES.getOrDefault(last, last) : String.join(".", names),
                modifiers,
                !typeName.get().children("arrayBounds").isEmpty());
    }

    boolean isSerial() {
        return SERIAL.contains(name);
    }

    /** Whether values of most other types do not fit. */
    boolean isNarrow() {
        boolean limited =
                Set.of("varchar", "bpchar", "numeric", "bit", "varbit").contains(name) && !modifiers.isEmpty();
        return limited
                || Set.of("int2", "int4", "float4", "date", "time", "bool", "char")
                        .contains(name);
    }

    /** How a change from one type to another is done. */
    enum Change {
        /** The rows stay as they are. */
        FREE,
        /** Each row is written anew. */
        REWRITE,
        /** Each row is written anew, and values may be cut or refused. */
        LOSSY
    }

    /** How a column of this type becomes one of another; unknown types count as the worst that is not lossy. */
    Change to(PgType next) {
        if (equals(next)) {
            return Change.FREE;
        }
        if (array || next.array) {
            return Change.REWRITE;
        }
        return switch (name) {
            case "varchar" -> toFromVarchar(next);
            case "text" -> next.name.equals("varchar") && next.modifiers.isEmpty() ? Change.FREE : lossyTo(next);
            case "numeric" -> toFromNumeric(next);
            case "varbit", "bit" ->
                next.name.equals("varbit") && length(next) >= length(this) ? Change.FREE : lossyTo(next);
            // Free where TimeZone is UTC, which is not known here.
            case "timestamp", "timestamptz" -> lossyTo(next);
            default -> lossyTo(next);
        };
    }

    private Change toFromVarchar(PgType next) {
        boolean text = next.name.equals("text") || (next.name.equals("varchar") && next.modifiers.isEmpty());
        boolean longer = next.name.equals("varchar")
                && !modifiers.isEmpty()
                && !next.modifiers.isEmpty()
                && next.modifiers.getFirst() >= modifiers.getFirst();
        return text || longer ? Change.FREE : lossyTo(next);
    }

    private Change toFromNumeric(PgType next) {
        if (!next.name.equals("numeric")) {
            return lossyTo(next);
        }
        if (next.modifiers.isEmpty()) {
            return Change.FREE;
        }
        boolean wider =
                !modifiers.isEmpty() && scale(next) == scale(this) && next.modifiers.getFirst() >= modifiers.getFirst();
        boolean narrower = modifiers.isEmpty()
                || next.modifiers.getFirst() - scale(next) < modifiers.getFirst() - scale(this)
                || scale(next) < scale(this);
        return wider ? Change.FREE : narrower ? Change.LOSSY : Change.REWRITE;
    }

    private static int scale(PgType type) {
        return type.modifiers.size() > 1 ? type.modifiers.get(1) : 0;
    }

    private static int length(PgType type) {
        return type.modifiers.isEmpty() ? Integer.MAX_VALUE : type.modifiers.getFirst();
    }

    /** How much of a number fits; the others have none. */
    private static final Map<String, Integer> WIDTH =
            Map.of("int2", 2, "int4", 4, "int8", 8, "numeric", 100, "float4", 3, "float8", 6);

    private Change lossyTo(PgType next) {
        Integer from = WIDTH.get(name);
        Integer to = WIDTH.get(next.name);
        if (from != null && to != null) {
            return to > from && !next.name.startsWith("float") ? Change.REWRITE : Change.LOSSY;
        }
        boolean toText = next.name.equals("text") || (next.name.equals("varchar") && next.modifiers.isEmpty());
        boolean known = Set.of("json", "timestamp", "timestamptz", "bpchar", "bool", "uuid", "date")
                .contains(name);
        boolean same = Set.of("json", "jsonb", "timestamp", "timestamptz").contains(next.name)
                && next.modifiers.isEmpty()
                && (name.startsWith("json") == next.name.startsWith("json"));
        if (toText || name.isEmpty() || (known && same)) {
            return Change.REWRITE;
        }
        return Change.LOSSY;
    }
}
