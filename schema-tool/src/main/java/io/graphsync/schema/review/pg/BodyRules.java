package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgBody;
import io.graphsync.schema.parse.PgNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a body in PL/pgSQL or SQL does when it runs. */
final class BodyRules {
    private static final String REWRITE = "write the SQL itself, so that a review can read it";

    private BodyRules() {}

    static void look(PgBody body, PgContext context, PgEffects effects) {
        body.error().ifPresent(error -> effects.notUnderstood("the body can't be read: " + error, "see the message"));
        context.openBody(body.variables());
        body.parts().stream()
                .filter(part -> part.kind() == PgBody.Kind.ROWS)
                .forEach(part -> PgNodes.of(context.trees().parse(part.text())).nodes().stream()
                        .flatMap(query -> DataRules.wholeTable(query, context).stream())
                        .forEach(context::loopOverWhole));
        boolean open = false;
        for (PgBody.Part part : body.parts()) {
            context.at(part);
            switch (part.kind()) {
                case STATEMENT -> sql(part.text(), context, effects);
                case EXPRESSION, ROWS -> expression(part.text(), context, effects);
                case DYNAMIC -> open |= !dynamic(part.text(), context, effects);
                case TRANSACTION -> {
                    if (context.transactional()) {
                        effects.find(PgRule.DD23, part.text());
                    }
                }
            }
        }
        if (open) {
            texts(body, context, effects);
        }
        context.closeBody();
    }

    /** SQL in a body; what is not known there, such as a variable, is a name to the grammar. */
    static void sql(String text, PgContext context, PgEffects effects) {
        PgNodes parsed = PgNodes.of(context.trees().parse(text));
        parsed.error().ifPresent(error -> effects.notUnderstood("SQL in a body can't be read: " + error, REWRITE));
        parsed.nodes().forEach(statement -> {
            PgRules.look(statement, context, effects);
            context.apply(statement, text);
        });
    }

    private static void expression(String text, PgContext context, PgEffects effects) {
        PgNodes parsed = parse(text, context);
        parsed.error().ifPresent(error -> effects.notUnderstood("an expression can't be read: " + error, REWRITE));
        parsed.nodes().forEach(query -> PgRules.look(query, context, effects));
    }

    /** An expression, the query of a cursor, or {@code target := value}, whose value is what matters. */
    private static PgNodes parse(String text, PgContext context) {
        int assignment = text.indexOf(":=") >= 0 ? text.indexOf(":=") + 2 : text.indexOf('=') + 1;
        return Stream.of("SELECT " + text, text, "SELECT " + text.substring(assignment))
                .map(sql -> PgNodes.of(context.trees().parse(sql)))
                .filter(nodes -> nodes.error().isEmpty())
                .findFirst()
                .orElseGet(() -> PgNodes.of(context.trees().parse("SELECT " + text)));
    }

    /**
     * {@code EXECUTE}: of a literal, the literal is looked at. Of anything else it is known at best what it destroys.
     *
     * @return false if even that is open
     */
    private static boolean dynamic(String text, PgContext context, PgEffects effects) {
        Optional<PgNode> value = PgNodes.of(context.trees().parse("SELECT " + text)).nodes().stream()
                .findFirst()
                .flatMap(query -> query.children("targetList").stream().findFirst())
                .flatMap(target -> target.child("val"));
        Optional<DynamicText> made = value.map(DynamicText::of);
        if (made.filter(DynamicText::exact).isPresent()) {
            sql(made.get().text(), context, effects);
            return true;
        }
        value.ifPresent(expression -> DataRules.query(expression, context, effects));
        effects.notUnderstood(PgRule.DD21, "EXECUTE " + text.strip());
        return made.filter(dynamic -> destroys(dynamic.text(), context, effects))
                .isPresent();
    }

    /** What is run may be any text of the body. */
    private static void texts(PgBody body, PgContext context, PgEffects effects) {
        for (PgBody.Part part : body.parts()) {
            if (part.kind() != PgBody.Kind.DYNAMIC) {
                parse(part.text(), context).nodes().forEach(node -> texts(node, context, effects));
            }
        }
    }

    /** Texts in an expression that would destroy something if they were run. */
    static void texts(PgNode expression, PgContext context, PgEffects effects) {
        expression
                .walk()
                .filter(node -> List.of("A_Const", "A_Expr", "FuncCall").contains(node.type()))
                .map(node -> DynamicText.of(node).text())
                .filter(text -> text.indexOf(' ') > 0)
                .distinct()
                .forEach(text -> destroys(text, context, effects));
    }

    private static boolean destroys(String text, PgContext context, PgEffects effects) {
        PgEffects probe = new PgEffects();
        PgNodes parsed = PgNodes.of(context.trees().parse(text));
        parsed.nodes().forEach(statement -> PgRules.look(statement, context, probe));
        effects.destroysLike(probe);
        return parsed.error().isEmpty();
    }
}
