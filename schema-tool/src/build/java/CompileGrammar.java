import com.dylibso.chicory.build.time.compiler.Config;
import com.dylibso.chicory.build.time.compiler.Generator;
import com.dylibso.chicory.compiler.InterpreterFallback;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Run by the build: compiles libpg_query's WebAssembly module to classes, since interpreting it takes several times as
 * long. Functions that are too large for a method of a class stay interpreted.
 */
final class CompileGrammar {
    private CompileGrammar() {}

    /** Takes the module and the folder for the classes. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        Config config = Config.builder()
                .withWasmFile(Path.of(arguments[0]))
                .withName("io.graphsync.schema.parse.LibPgQuery")
                .withTargetClassFolder(folder)
                .withTargetSourceFolder(folder)
                .withTargetWasmFolder(folder)
                .withInterpreterFallback(InterpreterFallback.SILENT)
                .build();
        Generator generator = new Generator(config);
        Set<Integer> interpreted = generator.generateResources();
        generator.generateMetaWasm(interpreted);
    }
}
