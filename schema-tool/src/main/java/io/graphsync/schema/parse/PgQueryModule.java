package io.graphsync.schema.parse;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.ByteSequence;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;

/**
 * The WebAssembly module of libpg_query, with what it needs around it.
 *
 * <p>The npm package was built by Emscripten, which shortens names: the letters below are those of exactly the version in
 * {@code package-lock.json}; its {@code libpg-query.js} holds the table. PostgreSQL reports a syntax error by longjmp. The
 * module does that by calling {@code throw_longjmp}, and makes every call that may be jumped out of through an
 * {@code invoke} function, which has to catch it, restore the stack and set a flag.
 *
 * <p>Not thread-safe.
 */
final class PgQueryModule {
    private static final String RUN_CONSTRUCTORS = "A";
    private static final String MALLOC = "C";
    private static final String FREE = "E";
    private static final String PARSE = "F";
    private static final String FREE_PARSE_RESULT = "G";
    private static final String PARSE_PLPGSQL = "H";
    private static final String FREE_STRING = "N";
    private static final String SET_THREW = "P";
    private static final String RESTORE_STACK = "Q";
    private static final String CURRENT_STACK = "R";
    private static final String TABLE = "D";
    private static final String MEMORY = "z";

    private static final String LANGUAGE = "wasm";
    private static final String IMPORTS = "a";

    private static final String IMPORT_INVOKE = "abdefghijklny";
    private static final String IMPORT_THROW_LONGJMP = "p";
    private static final String IMPORT_RESIZE_HEAP = "q";

    private static final long PAGE_BYTES = 65_536;

    /** Memory grows in steps of at least 4 MiB, since growing copies all of it. */
    private static final long MIN_GROWTH_PAGES = 64;

    private static final int CHUNK_BYTES = 16_384;

    /** Shared, so that the module is decoded once in a JVM. Interpreting is fast enough, and all that every JVM can do. */
    private static final Engine ENGINE = Engine.newBuilder(LANGUAGE)
            .option("engine.WarnInterpreterOnly", "false")
            .build();

    private final Value exports;
    private final Value memory;
    private final Value table;
    private final Value tableRead;
    private final Value memoryGrow;

    /** The module's code, to make instances of. */
    static Source source(byte[] wasm) {
        return Source.newBuilder(LANGUAGE, ByteSequence.create(wasm), "libpg-query")
                .buildLiteral();
    }

    PgQueryModule(Source source) {
        Context context = Context.newBuilder(LANGUAGE)
                .engine(ENGINE)
                .allowPolyglotAccess(PolyglotAccess.ALL)
                .build();
        // The language, and with it its functions for tables and memory, is there after the first module.
        Value module = context.eval(source);
        Value webAssembly = context.getPolyglotBindings().getMember("WebAssembly");
        tableRead = webAssembly.getMember("table_read");
        memoryGrow = webAssembly.getMember("mem_grow");
        exports = module.newInstance(ProxyObject.fromMap(Map.of(IMPORTS, ProxyObject.fromMap(imports()))))
                .getMember("exports");
        memory = exports.getMember(MEMORY);
        table = exports.getMember(TABLE);
        exports.invokeMember(RUN_CONSTRUCTORS);
    }

    /**
     * What the parser returned.
     *
     * @param tree the parse tree as JSON, empty if there is an error
     */
    record Result(String tree, Optional<Failure> error) {}

    /**
     * A syntax error.
     *
     * @param cursor where, in code points counted from 1; 0 if the parser did not say
     */
    record Failure(String message, int cursor) {}

    Result parse(String sql) {
        int text = copy(sql);
        int result = call(PARSE, text);
        try {
            // struct { char *parse_tree; char *stderr_buffer; struct { char *message, *funcname, *filename; int lineno,
            // cursorpos; } *error }
            int error = readInt(result + 8);
            if (error != 0) {
                return new Result("", Optional.of(new Failure(readText(readInt(error)), readInt(error + 16))));
            }
            return new Result(readText(readInt(result)), Optional.empty());
        } finally {
            exports.invokeMember(FREE_PARSE_RESULT, result);
            exports.invokeMember(FREE, text);
        }
    }

    /**
     * Parses the body of a statement that creates a function in PL/pgSQL.
     *
     * @return JSON; anything that does not begin with a brace is what is wrong
     */
    String parsePlpgsql(String createFunction) {
        int text = copy(createFunction);
        int result = call(PARSE_PLPGSQL, text);
        try {
            return readText(result);
        } finally {
            exports.invokeMember(FREE_STRING, result);
            exports.invokeMember(FREE, text);
        }
    }

    private int call(String export, int argument) {
        return exports.invokeMember(export, argument).asInt();
    }

    /** Copies a text into the module's memory, ended as C wants it. */
    private int copy(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int start = call(MALLOC, bytes.length + 1);
        for (int i = 0; i < bytes.length; i++) {
            memory.writeBufferByte(start + (long) i, bytes[i]);
        }
        memory.writeBufferByte(start + (long) bytes.length, (byte) 0);
        return start;
    }

    private int readInt(int address) {
        return memory.readBufferInt(ByteOrder.LITTLE_ENDIAN, address);
    }

    /** Reads a text up to the zero byte that ends it. */
    private String readText(int start) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK_BYTES];
        for (long at = start; ; at += CHUNK_BYTES) {
            int length = (int) Math.min(CHUNK_BYTES, memory.getBufferSize() - at);
            memory.readBuffer(at, chunk, 0, length);
            int end = indexOfZero(chunk, length);
            text.write(chunk, 0, end);
            if (end < CHUNK_BYTES) {
                return text.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private static int indexOfZero(byte[] bytes, int length) {
        int end = 0;
        while (end < length && bytes[end] != 0) {
            end++;
        }
        return end;
    }

    private Map<String, Object> imports() {
        Map<String, Object> imports = new HashMap<>();
        for (char name = 'a'; name <= 'z'; name++) {
            imports.put(String.valueOf(name), host(String.valueOf(name)));
        }
        return imports;
    }

    private ProxyExecutable host(String name) {
        if (IMPORT_INVOKE.contains(name)) {
            return this::invoke;
        }
        return switch (name) {
            case IMPORT_THROW_LONGJMP ->
                arguments -> {
                    throw new LongJump();
                };
            case IMPORT_RESIZE_HEAP -> this::resizeHeap;
            default ->
                arguments -> {
                    throw new IllegalStateException("libpg_query called " + name + ", which parsing does not need");
                };
        };
    }

    private Object invoke(Value... arguments) {
        int stack = exports.invokeMember(CURRENT_STACK).asInt();
        try {
            Value function = tableRead.execute(table, arguments[0]);
            return function.execute((Object[]) Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (PolyglotException e) {
            if (!e.isHostException() || !(e.asHostException() instanceof LongJump)) {
                throw e;
            }
            exports.invokeMember(RESTORE_STACK, stack);
            exports.invokeMember(SET_THREW, 1, 0);
            return 0;
        }
    }

    private Object resizeHeap(Value... arguments) {
        long wanted = (Integer.toUnsignedLong(arguments[0].asInt()) + PAGE_BYTES - 1) / PAGE_BYTES;
        long pages = memory.getBufferSize() / PAGE_BYTES;
        int before = memoryGrow
                .execute(memory, (int) Math.max(wanted - pages, MIN_GROWTH_PAGES))
                .asInt();
        return before >= 0 ? 1 : 0;
    }

    /** The module's way out of a failed parse; carries no stack trace, since it is no failure of this program. */
    private static final class LongJump extends RuntimeException {
        LongJump() {
            super("longjmp", null, false, false);
        }
    }
}
