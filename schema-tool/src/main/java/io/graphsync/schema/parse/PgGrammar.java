package io.graphsync.schema.parse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.graalvm.polyglot.Source;

/**
 * PostgreSQL's own grammar: libpg_query, compiled to WebAssembly.
 *
 * <p>Calls from several threads wait for each other.
 */
final class PgGrammar {
    /** Of the npm package, as its lock file has it. */
    static final String VERSION = "18.1.5";

    private static final String RESOURCE = "libpg-query.wasm";
    private static final JsonMapper JSON = new JsonMapper();

    private final PgQueryModule module;

    private PgGrammar(PgQueryModule module) {
        this.module = module;
    }

    /** What the grammar says about a text. */
    sealed interface Reading {
        /**
         * The text is valid.
         *
         * @param starts for each statement the offset where it, or the space and comments before it, starts
         * @param trees for each statement its tree
         */
        record Understood(List<Integer> starts, List<PgNode> trees) implements Reading {}

        /** The text is not valid at an offset. */
        record Refused(int offset, String message) implements Reading {}
    }

    /** An instance takes tens of megabytes and half a second, keeps nothing of what it reads, and serves one thread at a time. */
    private static final ThreadLocal<Optional<PgGrammar>> OF_THREAD =
            ThreadLocal.withInitial(() -> Code.SOURCE.map(source -> new PgGrammar(new PgQueryModule(source))));

    /** The grammar; empty if this build came without it. Each thread gets one of its own, and may hand it on. */
    static Optional<PgGrammar> load() {
        return OF_THREAD.get();
    }

    /** The module's code, shared by all instances of this JVM. */
    private static final class Code {
        static final Optional<Source> SOURCE = read();

        private static Optional<Source> read() {
            try (InputStream wasm = PgGrammar.class.getResourceAsStream(RESOURCE)) {
                return wasm == null ? Optional.empty() : Optional.of(PgQueryModule.source(wasm.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + RESOURCE, e);
            }
        }
    }

    synchronized Reading read(String sql) {
        PgQueryModule.Result result = module.parse(sql);
        if (result.error().isPresent()) {
            PgQueryModule.Failure failure = result.error().get();
            // The server counts characters from 1, and code points at that.
            int offset = sql.offsetByCodePoints(
                    0, Math.clamp(failure.cursor() - 1L, 0, sql.codePointCount(0, sql.length())));
            return new Reading.Refused(offset, failure.message());
        }
        try {
            return understood(sql, result.tree());
        } catch (IOException e) {
            throw new UncheckedIOException("the parse tree is no JSON", e);
        }
    }

    private static Reading understood(String sql, String tree) throws IOException {
        ByteOffsets offsets = new ByteOffsets(sql);
        List<Integer> starts = new ArrayList<>();
        List<PgNode> trees = new ArrayList<>();
        for (JsonNode statement : JSON.readTree(tree).path("stmts")) {
            starts.add(offsets.charAt(statement.path("stmt_location").asInt()));
            trees.add(PgNode.of(statement.path("stmt")));
        }
        return new Reading.Understood(starts, trees);
    }

    /** Reads the body of a DO block in PL/pgSQL. */
    PgBody readBlock(String body) {
        // The quote must not be in what it quotes.
        String quote = "$body$";
        while (body.contains(quote)) {
            quote = quote.substring(0, quote.length() - 1) + "_$";
        }
        return readFunction("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS " + quote + body + quote);
    }

    /** Reads the body of a function, from the statement that creates it. */
    synchronized PgBody readFunction(String createFunction) {
        String result = module.parsePlpgsql(createFunction);
        try {
            return result.startsWith("{") || result.startsWith("[")
                    ? PgBody.of(JSON.readTree(result))
                    : PgBody.refused(result);
        } catch (IOException e) {
            throw new UncheckedIOException("the tree of a body is no JSON", e);
        }
    }

    /** Maps offsets in UTF-8 bytes to offsets in characters; asked for rising offsets. */
    private static final class ByteOffsets {
        private final String text;
        private int chars;
        private int bytes;

        ByteOffsets(String text) {
            this.text = text;
        }

        int charAt(int byteOffset) {
            while (bytes < byteOffset && chars < text.length()) {
                int point = text.codePointAt(chars);
                bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
                chars += Character.charCount(point);
            }
            return chars;
        }
    }
}
