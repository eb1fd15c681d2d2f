package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which names in a condition mean the rows that a statement writes.
 *
 * @param table the table that is written
 * @param alias what the statement calls it
 * @param twins other names for whole copies of the same table
 * @param others names of what else the statement reads
 * @param twinsAreRow whether a condition has joined the copies to the row, so that their columns are its own
 * @param queries the statement's WITH queries
 * @param context what is known beside the statement
 */
record RowScope(
        PgName table,
        String alias,
        Set<String> twins,
        Set<String> others,
        boolean twinsAreRow,
        Map<String, PgNode> queries,
        PgContext context) {

    /** The scope of a DELETE, UPDATE or MERGE. */
    static RowScope of(PgNode statement, PgContext context) {
        PgNode relation = statement.child("relation").orElseThrow();
        PgName table = PgName.ofRelation(relation);
        RowScope scope =
                new RowScope(table, aliasOf(relation), Set.of(), Set.of(), false, queriesOf(statement), context);
        List<PgNode> others = Stream.concat(
                        Stream.of("usingClause", "fromClause").flatMap(field -> statement.children(field).stream()),
                        statement.child("sourceRelation").stream())
                .toList();
        return scope.reading(others);
    }

    /** The scope of a condition about one table, such as a policy's. */
    static RowScope ofTable(PgName table, PgContext context) {
        return new RowScope(table, table.name(), Set.of(), Set.of(), false, Map.of(), context);
    }

    private static Map<String, PgNode> queriesOf(PgNode statement) {
        Map<String, PgNode> queries = new HashMap<>();
        statement.child("withClause").stream()
                .flatMap(with -> with.children("ctes").stream())
                .forEach(cte -> cte.child("ctequery").ifPresent(query -> queries.put(cte.text("ctename"), query)));
        return queries;
    }

    /** The same where a condition joins the copies to the row. */
    RowScope withTwinsAsRow() {
        return new RowScope(table, alias, twins, others, true, queries, context);
    }

    /** The same within a query or statement that reads these as well. */
    RowScope reading(List<PgNode> from) {
        Set<String> moreTwins = new HashSet<>(twins);
        Set<String> moreOthers = new HashSet<>(others);
        for (PgNode item : from) {
            for (PgNode relation : relations(item)) {
                boolean twin = from.size() == 1 && item == relation && isWholeTable(relation);
                (twin ? moreTwins : moreOthers).add(aliasOf(relation));
            }
        }
        return new RowScope(table, alias, moreTwins, moreOthers, twinsAreRow, queries, context);
    }

    private static List<PgNode> relations(PgNode from) {
        return switch (from.type()) {
            case "JoinExpr" ->
                Stream.of("larg", "rarg")
                        .flatMap(side -> from.child(side).stream())
                        .flatMap(side -> relations(side).stream())
                        .toList();
            default -> List.of(from);
        };
    }

    private static String aliasOf(PgNode relation) {
        return relation.child("alias").map(alias -> alias.text("aliasname")).orElse(relation.text("relname"));
    }

    /** Whether a FROM item is this table, or a query that shows all of its rows. */
    boolean isWholeTable(PgNode from) {
        if (from.is("RangeVar") && from.text("schemaname").isEmpty() && queries.containsKey(from.text("relname"))) {
            return within(from.text("relname")).isWhole(queries.get(from.text("relname")));
        }
        return switch (from.type()) {
            case "RangeVar" -> PgName.ofRelation(from).equals(table);
            case "RangeSubselect" ->
                from.child("subquery").filter(this::isWhole).isPresent();
            case "JoinExpr" ->
                Set.of("JOIN_LEFT", "JOIN_FULL").contains(from.text("jointype"))
                        && from.child("larg").filter(this::isWholeTable).isPresent();
            default -> false;
        };
    }

    /** The scope of one of the WITH queries: its own name means itself there, or a table. */
    private RowScope within(String query) {
        Map<String, PgNode> before = new HashMap<>(queries);
        before.remove(query);
        return new RowScope(table, alias, twins, others, twinsAreRow, before, context);
    }

    /** Whether a query shows all rows of the table. */
    boolean isWhole(PgNode query) {
        Map<String, PgNode> known = new HashMap<>(queries);
        known.putAll(queriesOf(query));
        return new RowScope(table, alias, twins, others, twinsAreRow, known, context).showsAll(query);
    }

    private boolean showsAll(PgNode query) {
        if (query.text("op").equals("SETOP_UNION")) {
            return query.child("larg").filter(this::isWhole).isPresent()
                    || query.child("rarg").filter(this::isWhole).isPresent();
        }
        List<PgNode> from = query.children("fromClause");
        return from.size() == 1
                && isWholeTable(from.getFirst())
                && !isLimited(query)
                && query.child("havingClause").isEmpty()
                && query.children("groupClause").isEmpty()
                && query.child("whereClause")
                        .map(where -> !new Predicates(new RowScope(
                                        table, nameIn(from.getFirst()), Set.of(), Set.of(), false, queries, context))
                                .truth(where)
                                .picks())
                        .orElse(true);
    }

    private static String nameIn(PgNode from) {
        return from.is("JoinExpr") ? from.child("larg").map(RowScope::nameIn).orElse("") : aliasOf(from);
    }

    /** A limit in a loop bounds one round of it alone. */
    private boolean isLimited(PgNode query) {
        boolean limit = query.child("limitCount")
                .filter(count -> !(count.is("A_Const") && count.flag("isnull")))
                .isPresent();
        return limit && !context.inLoop();
    }

    /** Whether a column is one of the row that is written. All rows of a table or partition share their tableoid. */
    boolean isOfRow(PgNode column) {
        List<String> names = column.names("fields");
        if (names.getLast().equals("tableoid")) {
            return false;
        }
        if (names.size() == 1) {
            return !context.isVariableOfBody(names.getFirst());
        }
        String qualifier = qualifier(column);
        return qualifier.equals(alias) || (twinsAreRow && twins.contains(qualifier));
    }

    /** Whether a column is one of a whole copy of the same table. */
    boolean isOfTwin(PgNode column) {
        return twins.contains(qualifier(column));
    }

    /** {@code id >= (SELECT min(id) FROM t)} over the same table. */
    boolean isBeyondExtreme(PgNode column, String operator, PgNode bound) {
        Optional<PgNode> query = bound.child("subselect").filter(found -> bound.is("SubLink"));
        List<PgNode> targets = query.map(found -> found.children("targetList")).orElse(List.of());
        if (!column.is("ColumnRef") || !isOfRow(column) || targets.size() != 1) {
            return false;
        }
        String extreme = Map.of(">=", "min", "<=", "max").getOrDefault(operator, "");
        return targets.getFirst()
                .child("val")
                .filter(call -> call.is("FuncCall") && Expressions.name(call).equals(extreme))
                .filter(call -> call.children("args").stream()
                        .allMatch(of -> of.is("ColumnRef")
                                && of.names("fields")
                                        .getLast()
                                        .equals(column.names("fields").getLast())))
                .flatMap(call -> query)
                .filter(this::isWhole)
                .isPresent();
    }

    /** Whether a name stands for a whole row, as in {@code t IS NOT NULL}. */
    boolean isRowItself(PgNode column) {
        List<String> names = column.names("fields");
        return names.getLast().isEmpty()
                || (names.size() == 1 && names.getFirst().equals(alias));
    }

    /** What a column is qualified by; empty where nothing is written. */
    static String qualifier(PgNode column) {
        List<String> names = column.names("fields");
        return names.size() > 1 ? names.get(names.size() - 2) : "";
    }

    /** Whether every row has a value there: by its definition, or because it is what rows are found by. */
    boolean isNeverNull(PgNode column) {
        String name = column.names("fields").getLast();
        Optional<PgTable.Column> known = context.schema().table(table).flatMap(found -> found.column(name));
        return Set.of("ctid", "xmin", "xmax").contains(name)
                || known.map(PgTable.Column::notNull).orElse(name.equals("id"));
    }

    /** Whether a query can see the row that is written; where a column's table is not written, it may be either. */
    boolean isCorrelated(PgNode query) {
        List<PgNode> from = query.children("fromClause");
        Set<String> own = new HashSet<>();
        from.forEach(item -> relations(item).forEach(relation -> own.add(aliasOf(relation))));
        return query.walk().anyMatch(node -> switch (node.type()) {
            case "ColumnRef" ->
                from.isEmpty()
                        ? isOfRow(node)
                        : !own.contains(alias) && qualifier(node).equals(alias);
            case "A_Expr" -> joins(node, own);
            default -> false;
        });
    }

    private boolean joins(PgNode comparison, Set<String> own) {
        List<PgNode> sides = Stream.of("lexpr", "rexpr")
                .flatMap(side -> comparison.child(side).stream())
                .filter(side -> side.is("ColumnRef"))
                .toList();
        return sides.size() == 2
                && !sides.get(0).names("fields").equals(sides.get(1).names("fields"))
                && sides.stream().anyMatch(side -> qualifier(side).isEmpty() && isOfRow(side))
                && sides.stream().noneMatch(side -> !qualifier(side).isEmpty() && !own.contains(qualifier(side)));
    }
}
