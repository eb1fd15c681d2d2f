package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the statements before the one under review have made, as far as rules ask for it. Of what was there before them it
 * knows nothing.
 */
final class PgSchema {
    private final Map<PgName, PgTable> tables = new HashMap<>();

    /** Indexes, and the table each belongs to. */
    private final Map<PgName, PgName> indexes = new HashMap<>();

    /** Of each name all that differ in their parameters. */
    private final Map<PgName, List<Routine>> routines = new HashMap<>();

    /** Views, and the queries that they stand for. */
    private final Map<PgName, PgNode> views = new HashMap<>();

    private final Set<PgName> uniqueIndexes = new HashSet<>();

    /** Columns of tables that later files of the same run build indexes on. */
    private final Map<PgName, List<List<String>>> comingIndexes = new HashMap<>();

    /** Domains that have a constraint. */
    private final Set<PgName> strictDomains = new HashSet<>();

    /** Takes note of what a later file of the same run makes, as far as it mends what an earlier one leaves open. */
    void expect(PgNode statement) {
        if (statement.is("IndexStmt") && statement.child("whereClause").isEmpty()) {
            PgName table = statement.child("relation").map(PgName::ofRelation).orElseThrow();
            comingIndexes.computeIfAbsent(table, any -> new ArrayList<>()).add(columnsOf(statement));
        }
    }

    private static List<String> columnsOf(PgNode index) {
        return index.children("indexParams").stream()
                .map(element -> element.text("name"))
                .toList();
    }

    /** Whether an index of the table leads with these columns, or will when the run is over. */
    boolean isIndexed(PgName table, List<String> columns) {
        boolean now = table(table).filter(known -> known.isIndexed(columns)).isPresent();
        return now
                || comingIndexes.getOrDefault(table, List.of()).stream().anyMatch(index -> leadsWith(index, columns));
    }

    /** Whether an index begins with these columns, in any order. */
    static boolean leadsWith(List<String> index, List<String> wanted) {
        return index.size() >= wanted.size()
                && new HashSet<>(index.subList(0, wanted.size())).equals(new HashSet<>(wanted));
    }

    /** The routines of a name. */
    List<Routine> routines(PgName name) {
        return List.copyOf(routines.getOrDefault(name, List.of()));
    }

    /** The query of a view. */
    Optional<PgNode> view(PgName name) {
        return Optional.ofNullable(views.get(name));
    }

    /** Whether an index keeps out duplicates. */
    boolean isUnique(PgName index) {
        return uniqueIndexes.contains(index);
    }

    Optional<PgTable> table(PgName name) {
        return Optional.ofNullable(tables.get(name));
    }

    Optional<PgTable> tableOfIndex(PgName index) {
        return Optional.ofNullable(indexes.get(index)).flatMap(this::table);
    }

    /** The partitions and heirs of a table. */
    List<PgName> children(PgName parent) {
        return tables.values().stream()
                .filter(table -> table.parent().filter(parent::equals).isPresent())
                .map(PgTable::name)
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();
    }

    /** The tables of a schema. */
    List<PgName> tablesIn(String schema) {
        return tables.keySet().stream()
                .filter(table -> table.schema().equals(schema))
                .toList();
    }

    /** The tables that have a column of a type or domain. */
    List<PgName> tablesWith(PgName type) {
        Set<String> names = Set.of(type.name(), type.toString());
        return tables.values().stream()
                .filter(table -> table.hasColumnOf(names))
                .map(PgTable::name)
                .toList();
    }

    /** The tables that these files gave to a role. */
    List<PgName> tablesOf(String owner) {
        return tables.values().stream()
                .filter(table -> table.isOf(owner))
                .map(PgTable::name)
                .toList();
    }

    boolean isStrictDomain(PgName type) {
        return strictDomains.contains(type);
    }

    /**
     * Takes note of what a statement makes.
     *
     * @param text the statement as it is written
     */
    void apply(PgNode statement, String text) {
        switch (statement.type()) {
            case "CreateStmt" -> create(statement);
            case "AlterTableStmt" -> alter(statement);
            case "IndexStmt" -> index(statement);
            case "CreateFunctionStmt" ->
                define(PgName.ofParts(statement.names("funcname")), new Routine(statement, text));
            case "ViewStmt" -> view(statement.child("view"), statement.child("query"));
            case "CreateTableAsStmt" ->
                view(
                        statement
                                .child("into")
                                .filter(into -> statement.text("objtype").equals("OBJECT_MATVIEW"))
                                .flatMap(into -> into.child("rel")),
                        statement.child("query"));
            case "RenameStmt" -> rename(statement);
            case "DropStmt" -> drop(statement);
            case "CreatePolicyStmt" ->
                statement
                        .child("table")
                        .map(PgName::ofRelation)
                        .map(this::known)
                        .ifPresent(table -> table.addPolicy(statement.text("cmd_name")));
            case "CreateDomainStmt" -> {
                if (statement.children("constraints").stream()
                        .anyMatch(constraint -> !constraint.text("contype").equals("CONSTR_DEFAULT"))) {
                    strictDomains.add(PgName.ofParts(statement.names("domainname")));
                }
            }
            default -> {}
        }
    }

    private PgTable known(PgName name) {
        return tables.computeIfAbsent(name, unknown -> new PgTable(unknown, Optional.empty()));
    }

    private void view(Optional<PgNode> name, Optional<PgNode> query) {
        if (name.isPresent() && query.isPresent()) {
            views.put(PgName.ofRelation(name.get()), query.get());
        }
    }

    private void define(PgName name, Routine routine) {
        List<Routine> known = routines.computeIfAbsent(name, any -> new ArrayList<>());
        known.removeIf(former -> former.hasParametersOf(routine));
        known.add(routine);
    }

    private void rename(PgNode statement) {
        Optional<PgName> from = statement.child("relation").map(PgName::ofRelation);
        if (from.isEmpty()) {
            return;
        }
        String to = statement.text("newname");
        if (statement.text("renameType").equals("OBJECT_COLUMN")) {
            table(from.get()).ifPresent(table -> table.renameColumn(statement.text("subname"), to));
        } else {
            Optional.ofNullable(tables.remove(from.get()))
                    .ifPresent(table -> tables.put(new PgName(from.get().schema(), to), table));
        }
    }

    private void create(PgNode statement) {
        PgName name = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        Optional<PgName> parent =
                statement.children("inhRelations").stream().findFirst().map(PgName::ofRelation);
        PgTable table = new PgTable(name, parent);
        for (PgNode element : statement.children("tableElts")) {
            if (element.is("ColumnDef")) {
                table.addColumn(element);
            } else if (element.is("Constraint")) {
                table.addConstraint(element, List.of());
            }
        }
        tables.putIfAbsent(name, table);
    }

    private void alter(PgNode statement) {
        PgTable table =
                known(statement.child("relation").map(PgName::ofRelation).orElseThrow());
        statement.children("cmds").forEach(table::apply);
    }

    private void index(PgNode statement) {
        PgName table = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        List<String> columns = columnsOf(statement);
        boolean whole = statement.child("whereClause").isEmpty();
        if (whole) {
            table(table).ifPresent(known -> known.addIndex(columns));
        }
        PgName index = new PgName(table.schema(), statement.text("idxname"));
        indexes.put(index, table);
        if (statement.flag("unique")) {
            uniqueIndexes.add(index);
        }
    }

    private void drop(PgNode statement) {
        for (PgNode object : statement.children("objects")) {
            PgName name = PgName.ofParts(object.names("items"));
            switch (statement.text("removeType")) {
                case "OBJECT_TABLE" -> tables.remove(name);
                case "OBJECT_INDEX" -> indexes.remove(name);
                default -> {}
            }
        }
    }
}
