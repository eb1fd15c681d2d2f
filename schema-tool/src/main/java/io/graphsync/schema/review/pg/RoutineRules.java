package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What runs inside of DO blocks, and of functions that a statement calls. A definition runs nothing by itself. */
final class RoutineRules {
    private static final String REWRITE = "write the SQL itself, so that a review can read it";
    private static final Set<String> READABLE = Set.of("plpgsql", "sql");

    private RoutineRules() {}

    static void define(PgNode statement, PgContext context, PgEffects effects) {
        PgName name = PgName.ofParts(statement.names("funcname"));
        boolean procedure = statement.flag("is_procedure");
        if (statement.flag("replace")) {
            effects.irreversible();
            effects.atLeast(RiskClass.YELLOW);
        } else {
            effects.undoneBy("DROP " + (procedure ? "PROCEDURE " : "FUNCTION ") + name.sql());
        }
        boolean definer = option(statement, "security")
                .map(value -> value.flag("boolval"))
                .orElse(false);
        boolean path = statement.children("options").stream()
                .filter(option -> option.text("defname").equals("set"))
                .flatMap(option -> option.child("arg").stream())
                .anyMatch(set -> set.text("name").equals("search_path"));
        if (definer && !path) {
            effects.find(PgRule.CR09, name.toString());
        }
    }

    private static Optional<PgNode> option(PgNode statement, String name) {
        return statement.children("options").stream()
                .filter(option -> option.text("defname").equals(name))
                .findFirst()
                .flatMap(option -> option.child("arg"));
    }

    private static String language(List<PgNode> options) {
        return options.stream()
                .filter(option -> option.text("defname").equals("language"))
                .findFirst()
                .flatMap(option -> option.child("arg"))
                .map(PgNode::string)
                .orElse("plpgsql")
                .toLowerCase(Locale.ROOT);
    }

    /** {@code DO}: its body runs now. */
    static void block(PgNode statement, PgContext context, PgEffects effects) {
        String language = language(statement.children("args"));
        if (!READABLE.contains(language)) {
            effects.notUnderstood("a DO block in the language " + language + " can't be read", REWRITE);
            return;
        }
        String body = statement.children("args").stream()
                .filter(argument -> argument.text("defname").equals("as"))
                .findFirst()
                .flatMap(argument -> argument.child("arg"))
                .map(PgNode::string)
                .orElse("");
        effects.irreversible();
        BodyRules.look(context.trees().block(body), context, effects);
    }

    /** A function or procedure that is called by name. */
    static void called(PgName name, PgContext context, PgEffects effects) {
        if (context.schema().routines(name).isEmpty()) {
            effects.notUnderstood(
                    name + "() is neither of the server nor defined in these files: what it does can't be read here",
                    REWRITE);
            return;
        }
        calledIfKnown(name, context, effects);
    }

    /** The same where a function that nothing is known of may stand: the server itself asks no more of it there. */
    static void calledIfKnown(PgName name, PgContext context, PgEffects effects) {
        List<Routine> definitions = context.schema().routines(name);
        if (definitions.isEmpty() || !context.enter(name)) {
            return; // A routine that calls itself was looked at already.
        }
        effects.irreversible();
        // Which of the same name is meant depends on the types.
        definitions.forEach(definition -> body(definition, context, effects));
        context.leave(name);
    }

    private static void body(Routine routine, PgContext context, PgEffects effects) {
        PgNode definition = routine.tree();
        String language = language(definition.children("options"));
        definition.children("parameters").stream()
                .flatMap(parameter -> parameter.child("defexpr").stream())
                .forEach(value -> DataRules.query(value, context, effects));
        Set<String> parameters = new HashSet<>();
        definition.children("parameters").forEach(parameter -> parameters.add(parameter.text("name")));
        Optional<PgNode> inline = definition.child("sql_body");
        if (inline.isPresent()) {
            context.openBody(parameters);
            DataRules.query(inline.get(), context, effects);
            context.closeBody();
            return;
        }
        String text = definition.children("options").stream()
                .filter(option -> option.text("defname").equals("as"))
                .flatMap(option -> option.children("arg").stream())
                .findFirst()
                .map(PgNode::string)
                .orElse("");
        switch (language) {
            case "sql" -> {
                context.openBody(parameters);
                BodyRules.sql(text, context, effects);
                context.closeBody();
            }
            case "plpgsql" -> BodyRules.look(context.trees().function(routine.text()), context, effects);
            default -> effects.notUnderstood("a function in the language " + language + " can't be read", REWRITE);
        }
    }

    static void call(PgNode statement, PgContext context, PgEffects effects) {
        // The arguments are computed before.
        statement.child("funccall").ifPresent(call -> {
            call.children("args").forEach(argument -> DataRules.query(argument, context, effects));
            called(PgName.ofParts(call.names("funcname")), context, effects);
        });
    }

    /** PREPARE names a statement, EXECUTE runs one by its name. */
    static void prepared(PgNode statement, PgContext context, PgEffects effects) {
        effects.notUnderstood("PREPARE and EXECUTE run a statement by its name", REWRITE);
        statement.child("query").ifPresent(query -> PgRules.look(query, context, effects));
        Stream.of("params", "args")
                .flatMap(field -> statement.children(field).stream())
                .forEach(value -> DataRules.query(value, context, effects));
    }
}
