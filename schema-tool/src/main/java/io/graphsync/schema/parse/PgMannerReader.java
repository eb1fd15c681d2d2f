package io.graphsync.schema.parse;

import io.graphsync.schema.parse.PgToken.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells from a statement's leading words how it has to be run, and refuses what a file must not contain. */
final class PgMannerReader {
    private static final Set<String> TRANSACTION_CONTROL =
            Set.of("BEGIN", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE");

    private final String text;
    private final List<PgToken> tokens;

    PgMannerReader(String text, List<PgToken> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    PgManner read() throws RefusedTextException {
        refuseTransactionControl();
        refuseInlineData();
        return switch (word(0)) {
            case "DO" -> mayEndTransactions() ? new PgManner.Procedure() : transactional();
            case "CALL" -> new PgManner.Procedure();
            case "CREATE" -> create();
            case "DROP" -> drop();
            case "REINDEX" -> reindex();
            case "ALTER" -> alter();
            case "VACUUM" -> alone("VACUUM");
            case "CLUSTER" -> tokens.size() == 1 ? alone("CLUSTER of every table") : transactional();
            case "DISCARD" -> word(1).equals("ALL") ? alone("DISCARD ALL") : transactional();
            default -> transactional();
        };
    }

    /** By the words in its body, in whatever language that is written; a comment or a name may hold one in vain. */
    private boolean mayEndTransactions() {
        return tokens.stream()
                .filter(token -> token.kind() == Kind.STRING)
                .map(token -> text.substring(token.start(), token.end()).toUpperCase(Locale.ROOT))
                .anyMatch(body -> body.contains("COMMIT") || body.contains("ROLLBACK") || body.contains("CALL"));
    }

    private PgManner create() throws RefusedTextException {
        int index = word(1).equals("UNIQUE") ? 2 : 1;
        if (word(index).equals("INDEX") && word(index + 1).equals("CONCURRENTLY")) {
            return buildIndex(index + 2);
        }
        return switch (word(1)) {
            case "DATABASE", "TABLESPACE", "SUBSCRIPTION" -> alone("CREATE " + word(1));
            default -> transactional();
        };
    }

    private PgManner buildIndex(int afterConcurrently) throws RefusedTextException {
        boolean conditional = word(afterConcurrently).equals("IF");
        int at = conditional ? afterConcurrently + 3 : afterConcurrently;
        if (word(at).equals("ON") || at >= tokens.size()) {
            throw new RefusedTextException(
                    tokens.getFirst().start(),
                    "CREATE INDEX CONCURRENTLY needs a name here: without one an interrupted build cannot be recognised");
        }
        String index = text.substring(tokens.get(at).start(), tokens.get(at).end());
        int table = word(at + 2).equals("ONLY") ? at + 3 : at + 2;
        return new PgManner.BuildIndex(index, qualifiedName(table));
    }

    private String qualifiedName(int from) {
        int last = from;
        while (word(last + 1).equals(".") && last + 2 < tokens.size()) {
            last += 2;
        }
        return from < tokens.size()
                ? text.substring(
                        tokens.get(from).start(),
                        tokens.get(Math.min(last, tokens.size() - 1)).end())
                : "";
    }

    private PgManner drop() {
        if (word(1).equals("INDEX") && word(2).equals("CONCURRENTLY")) {
            return new PgManner.Alone("DROP INDEX CONCURRENTLY", true);
        }
        return switch (word(1)) {
            case "DATABASE", "TABLESPACE", "SUBSCRIPTION" -> alone("DROP " + word(1));
            default -> transactional();
        };
    }

    private PgManner reindex() {
        if (hasWord("CONCURRENTLY")) {
            return new PgManner.Alone("REINDEX CONCURRENTLY", true, halfBuiltIndexes());
        }
        return hasWord("DATABASE") || hasWord("SYSTEM") || hasWord("SCHEMA")
                ? alone("REINDEX of many tables")
                : transactional();
    }

    /** {@code REINDEX [(…)] INDEX|TABLE|SCHEMA|DATABASE|SYSTEM [CONCURRENTLY] name}. */
    private PgManner.Remains halfBuiltIndexes() {
        int kind = word(1).equals("(") ? indexOf(")", 1) + 1 : 1;
        int name = word(kind + 1).equals("CONCURRENTLY") ? kind + 2 : kind + 1;
        return new PgManner.Remains.HalfBuiltIndexes(word(kind), qualifiedName(name));
    }

    private PgManner alter() {
        if (word(1).equals("SYSTEM")) {
            return alone("ALTER SYSTEM");
        }
        boolean detaches = word(1).equals("TABLE") && hasWord("DETACH") && hasWord("CONCURRENTLY");
        if (detaches) {
            return new PgManner.Alone("DETACH PARTITION CONCURRENTLY", true, pendingDetach());
        }
        boolean movesDatabase = word(1).equals("DATABASE") && word(3).equals("SET") && word(4).equals("TABLESPACE");
        return movesDatabase ? alone("ALTER DATABASE SET TABLESPACE") : transactional();
    }

    /** {@code ALTER TABLE [IF EXISTS] name DETACH PARTITION partition CONCURRENTLY}. */
    private PgManner.Remains pendingDetach() {
        int table = word(2).equals("IF") ? 4 : 2;
        int partition = indexOf("DETACH", table) + 2;
        return new PgManner.Remains.PendingDetach(qualifiedName(table), qualifiedName(partition));
    }

    private void refuseTransactionControl() throws RefusedTextException {
        String first = word(0);
        boolean control = TRANSACTION_CONTROL.contains(first)
                || (first.equals("START") && word(1).equals("TRANSACTION"))
                || (first.equals("PREPARE") && word(1).equals("TRANSACTION"));
        if (control) {
            throw new RefusedTextException(
                    tokens.getFirst().start(),
                    first + Refusal.TRANSACTION_CONTROL + ", which the runner does itself; delete it, and write"
                            + " '-- migrate: no-transaction' at the head if the statements must not share a transaction");
        }
    }

    private void refuseInlineData() throws RefusedTextException {
        Optional<PgToken> stdin = tokens.stream().filter(t -> t.is("STDIN")).findFirst();
        if (word(0).equals("COPY") && stdin.isPresent()) {
            throw new RefusedTextException(
                    stdin.get().start(), "COPY with inline data cannot be run here; write INSERT … VALUES");
        }
    }

    private static PgManner transactional() {
        return new PgManner.Transactional();
    }

    private static PgManner alone(String what) {
        return new PgManner.Alone(what, false);
    }

    private boolean hasWord(String wanted) {
        return tokens.stream().anyMatch(token -> token.kind() == Kind.WORD && token.is(wanted));
    }

    /** Where a word or symbol comes next, or the number of tokens if it does not. */
    private int indexOf(String wanted, int from) {
        int i = from;
        while (i < tokens.size() && !tokens.get(i).is(wanted)) {
            i++;
        }
        return i;
    }

    /** The word or symbol at an index, empty for anything else and past the end. */
    private String word(int index) {
        if (index >= tokens.size()) {
            return "";
        }
        PgToken token = tokens.get(index);
        return token.kind() == Kind.WORD || token.kind() == Kind.SYMBOL ? token.word() : "";
    }
}
