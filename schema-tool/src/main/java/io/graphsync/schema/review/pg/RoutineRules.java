package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgBody;
import io.graphsync.schema.parse.PgNode;
import io.graphsync.schema.review.RiskClass;
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
        plpgsql(context.trees().block(body), context, effects);
    }

    /** A function or procedure that is called by name. */
    static void called(PgName name, PgContext context, PgEffects effects) {
        Optional<Routine> definition = context.routine(name);
        if (definition.isEmpty()) {
            effects.notUnderstood(
                    name + "() is neither of the server nor defined in these files: what it does can't be read here",
                    REWRITE);
            return;
        }
        if (!context.enter(name)) {
            return; // It calls itself, and was looked at already.
        }
        effects.irreversible();
        body(definition.get(), context, effects);
        context.leave(name);
    }

    private static void body(Routine routine, PgContext context, PgEffects effects) {
        PgNode definition = routine.tree();
        String language = language(definition.children("options"));
        Optional<PgNode> inline = definition.child("sql_body");
        if (inline.isPresent()) {
            DataRules.query(inline.get(), context, effects);
            return;
        }
        String text = definition.children("options").stream()
                .filter(option -> option.text("defname").equals("as"))
                .flatMap(option -> option.children("arg").stream())
                .findFirst()
                .map(PgNode::string)
                .orElse("");
        switch (language) {
            case "sql" -> sql(text, context, effects);
            case "plpgsql" -> plpgsql(context.trees().function(routine.text()), context, effects);
            default -> effects.notUnderstood("a function in the language " + language + " can't be read", REWRITE);
        }
    }

    private static void plpgsql(PgBody body, PgContext context, PgEffects effects) {
        body.error().ifPresent(error -> effects.notUnderstood("the body can't be read: " + error, "see the message"));
        for (PgBody.Part part : body.parts()) {
            switch (part.kind()) {
                case STATEMENT -> sql(part.text(), context, effects);
                case EXPRESSION -> expression(part.text(), context, effects);
                case DYNAMIC -> dynamic(part.text(), context, effects);
                case TRANSACTION -> {
                    if (context.transactional()) {
                        effects.find(PgRule.DD23, part.text());
                    }
                }
            }
        }
    }

    /** SQL in a body; what is not known there, such as a variable, is a name to the grammar. */
    private static void sql(String text, PgContext context, PgEffects effects) {
        PgNodes parsed = PgNodes.of(context.trees().parse(text));
        parsed.error().ifPresent(error -> effects.notUnderstood("SQL in a body can't be read: " + error, REWRITE));
        parsed.nodes().forEach(statement -> {
            PgRules.look(statement, context, effects);
            context.apply(statement, text);
        });
    }

    /** An expression, the query of a cursor, or {@code target := value}, whose value is what matters. */
    private static void expression(String text, PgContext context, PgEffects effects) {
        int assignment = text.indexOf(":=") >= 0 ? text.indexOf(":=") + 2 : text.indexOf('=') + 1;
        PgNodes parsed = Stream.of("SELECT " + text, text, "SELECT " + text.substring(assignment))
                .map(sql -> PgNodes.of(context.trees().parse(sql)))
                .filter(nodes -> nodes.error().isEmpty())
                .findFirst()
                .orElseGet(() -> PgNodes.of(context.trees().parse("SELECT " + text)));
        parsed.error().ifPresent(error -> effects.notUnderstood("an expression can't be read: " + error, REWRITE));
        parsed.nodes().forEach(query -> PgRules.look(query, context, effects));
    }

    /** {@code EXECUTE}: of a literal, the literal is looked at; of anything else nothing is known. */
    private static void dynamic(String text, PgContext context, PgEffects effects) {
        Optional<String> literal = PgNodes.of(context.trees().parse("SELECT " + text)).nodes().stream()
                .findFirst()
                .flatMap(query -> query.children("targetList").stream().findFirst())
                .flatMap(target -> target.child("val"))
                .flatMap(value -> value.child("sval"))
                .map(value -> value.text("sval"));
        if (literal.isPresent()) {
            sql(literal.get(), context, effects);
        } else {
            effects.find(PgRule.DD21, "EXECUTE " + text.strip());
            effects.notUnderstood("EXECUTE runs text that is made at run time: " + text.strip(), REWRITE);
        }
    }

    static void call(PgNode statement, PgContext context, PgEffects effects) {
        statement.child("funccall").ifPresent(call -> called(PgName.ofParts(call.names("funcname")), context, effects));
    }

    /** PREPARE names a statement, EXECUTE runs one by its name. */
    static void prepared(PgNode statement, PgContext context, PgEffects effects) {
        effects.notUnderstood("PREPARE and EXECUTE run a statement by its name", REWRITE);
    }
}
