package io.graphsync.schema.parse;

import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
    private static final String MACHINE = "io.graphsync.schema.parse.LibPgQueryMachine";
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

    private static final String IMPORT_INVOKE = "abdefghijklny";
    private static final String IMPORT_THROW_LONGJMP = "p";
    private static final String IMPORT_RESIZE_HEAP = "q";

    /** Memory grows in steps of at least 4 MiB, since growing copies all of it. */
    private static final int MIN_GROWTH_PAGES = 64;

    private final Instance instance;

    /** Decodes the module: most of the time that loading takes, and needed once only. */
    static WasmModule decode(InputStream wasm) {
        return Parser.parse(wasm);
    }

    PgQueryModule(WasmModule module) {
        instance = Instance.builder(module)
                .withMachineFactory(PgQueryModule::machine)
                .withImportValues(
                        ImportValues.builder().withFunctions(imports(module)).build())
                .withStart(false)
                .build();
        instance.export(RUN_CONSTRUCTORS).apply();
    }

    /** The class is made by the build where npm brought the module, so the compiler can't rest on it. */
    private static Machine machine(Instance instance) {
        try {
            return Class.forName(MACHINE)
                    .asSubclass(Machine.class)
                    .getConstructor(Instance.class)
                    .newInstance(instance);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this build has the grammar's data without its classes", e);
        }
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
        Memory memory = instance.memory();
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        int text = call(MALLOC, bytes.length + 1);
        memory.write(text, bytes);
        memory.writeByte(text + bytes.length, (byte) 0);
        int result = call(PARSE, text);
        try {
            // struct { char *parse_tree; char *stderr_buffer; struct { char *message, *funcname, *filename; int lineno,
            // cursorpos; } *error }
            int error = memory.readInt(result + 8);
            if (error != 0) {
                Failure failure = new Failure(memory.readCString(memory.readInt(error)), memory.readInt(error + 16));
                return new Result("", Optional.of(failure));
            }
            return new Result(memory.readCString(memory.readInt(result)), Optional.empty());
        } finally {
            instance.export(FREE_PARSE_RESULT).apply(result);
            instance.export(FREE).apply(text);
        }
    }

    /**
     * Parses the body of a statement that creates a function in PL/pgSQL.
     *
     * @return JSON; anything that does not begin with a brace is what is wrong
     */
    String parsePlpgsql(String createFunction) {
        Memory memory = instance.memory();
        byte[] bytes = createFunction.getBytes(StandardCharsets.UTF_8);
        int text = call(MALLOC, bytes.length + 1);
        memory.write(text, bytes);
        memory.writeByte(text + bytes.length, (byte) 0);
        int result = call(PARSE_PLPGSQL, text);
        try {
            return memory.readCString(result);
        } finally {
            instance.export(FREE_STRING).apply(result);
            instance.export(FREE).apply(text);
        }
    }

    private int call(String export, long argument) {
        return (int) instance.export(export).apply(argument)[0];
    }

    private static List<ImportFunction> imports(WasmModule module) {
        List<ImportFunction> functions = new ArrayList<>();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            FunctionImport wanted = (FunctionImport) module.importSection().getImport(i);
            FunctionType type = module.typeSection().getType(wanted.typeIndex());
            functions.add(new HostFunction(wanted.module(), wanted.name(), type, host(wanted.name(), type)));
        }
        return functions;
    }

    private static WasmFunctionHandle host(String name, FunctionType type) {
        if (IMPORT_INVOKE.contains(name)) {
            boolean returns = !type.returns().isEmpty();
            return (instance, arguments) -> invoke(instance, arguments, returns);
        }
        return switch (name) {
            case IMPORT_THROW_LONGJMP ->
                (instance, arguments) -> {
                    throw new LongJump();
                };
            case IMPORT_RESIZE_HEAP -> (instance, arguments) -> resizeHeap(instance.memory(), arguments[0]);
            default ->
                (instance, arguments) -> {
                    throw new IllegalStateException("libpg_query called " + name + ", which parsing does not need");
                };
        };
    }

    private static long[] invoke(Instance instance, long[] arguments, boolean returns) {
        long stack = instance.export(CURRENT_STACK).apply()[0];
        try {
            int function = instance.table(0).requiredRef((int) arguments[0]);
            return instance.getMachine().call(function, Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (LongJump jump) {
            instance.export(RESTORE_STACK).apply(stack);
            instance.export(SET_THREW).apply(1, 0);
            return returns ? new long[] {0} : new long[0];
        }
    }

    private static long[] resizeHeap(Memory memory, long wantedBytes) {
        int wanted = (int) (((wantedBytes & 0xffffffffL) + Memory.PAGE_SIZE - 1) / Memory.PAGE_SIZE);
        int before = memory.grow(Math.max(wanted - memory.pages(), MIN_GROWTH_PAGES));
        return new long[] {before >= 0 ? 1 : 0};
    }

    /** The module's way out of a failed parse; carries no stack trace, since it is no failure of this program. */
    private static final class LongJump extends RuntimeException {
        LongJump() {
            super("longjmp", null, false, false);
        }
    }
}
