package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the statements before the one under review have made, as far as rules ask for it. Of what was there before them it
 * knows nothing.
 */
final class PgSchema {
    private final Map<PgName, Table> tables = new HashMap<>();

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

    /** A column. */
    record Column(PgType type, boolean notNull) {}

    /** A foreign key. */
    record ForeignKey(String name, List<String> columns, PgName referenced) {}

    /** A table. */
    static final class Table {
        private final PgName name;
        private final boolean partitioned;
        private final Optional<PgName> parent;
        private final Map<String, Column> columns = new LinkedHashMap<>();
        private final List<ForeignKey> foreignKeys = new ArrayList<>();
        private final List<List<String>> indexedColumns = new ArrayList<>();
        private final Set<String> notValid = new HashSet<>();
        private final Set<String> keys = new HashSet<>();
        private final Map<String, String> notNullChecks = new HashMap<>();
        private final Set<String> policyCommands = new HashSet<>();
        private boolean primaryKey;
        private boolean rowSecurity;
        private boolean forced;

        Table(PgName name, boolean partitioned, Optional<PgName> parent) {
            this.name = name;
            this.partitioned = partitioned;
            this.parent = parent;
        }

        PgName name() {
            return name;
        }

        boolean partitioned() {
            return partitioned;
        }

        Optional<PgName> parent() {
            return parent;
        }

        Optional<Column> column(String column) {
            return Optional.ofNullable(columns.get(column));
        }

        List<ForeignKey> foreignKeys() {
            return foreignKeys;
        }

        boolean hasPrimaryKey() {
            return primaryKey;
        }

        boolean rowSecurity() {
            return rowSecurity;
        }

        boolean forced() {
            return forced;
        }

        Set<String> policyCommands() {
            return policyCommands;
        }

        /** Whether an index leads with these columns. */
        boolean isIndexed(List<String> wanted) {
            return indexedColumns.stream().anyMatch(index -> leadsWith(index, wanted));
        }

        /** Whether the name is that of a primary key or a UNIQUE constraint. */
        boolean isKey(String constraint) {
            return keys.contains(constraint);
        }

        /** Whether the name is that of a CHECK that a NOT NULL stands on. */
        boolean isCheck(String constraint) {
            return notNullChecks.containsKey(constraint);
        }

        /** Whether a validated CHECK says that a column is never null. */
        boolean isProvedNotNull(String column) {
            return notNullChecks.entrySet().stream()
                    .anyMatch(check -> check.getValue().equals(column) && !notValid.contains(check.getKey()));
        }

        private void addColumn(PgNode definition) {
            boolean notNull = false;
            for (PgNode constraint : definition.children("constraints")) {
                String kind = constraint.text("contype");
                notNull |= Set.of("CONSTR_NOTNULL", "CONSTR_PRIMARY", "CONSTR_IDENTITY")
                        .contains(kind);
                addConstraint(constraint, List.of(definition.text("colname")));
            }
            columns.put(definition.text("colname"), new Column(PgType.of(definition.child("typeName")), notNull));
        }

        private void addConstraint(PgNode constraint, List<String> ownColumns) {
            String kind = constraint.text("contype");
            List<String> keys = constraint.names("keys").isEmpty() ? ownColumns : constraint.names("keys");
            String written = constraint.text("conname");
            switch (kind) {
                case "CONSTR_PRIMARY" -> {
                    primaryKey = true;
                    this.keys.add(written.isEmpty() ? name.name() + "_pkey" : written);
                    indexedColumns.add(keys);
                    keys.forEach(key -> columns.computeIfPresent(key, (any, old) -> new Column(old.type(), true)));
                }
                case "CONSTR_UNIQUE" -> {
                    this.keys.add(written.isEmpty() ? name.name() + "_" + String.join("_", keys) + "_key" : written);
                    indexedColumns.add(keys);
                }
                case "CONSTR_FOREIGN" ->
                    constraint
                            .child("pktable")
                            .ifPresent(referenced -> foreignKeys.add(new ForeignKey(
                                    constraint.text("conname"),
                                    constraint.names("fk_attrs").isEmpty() ? ownColumns : constraint.names("fk_attrs"),
                                    PgName.ofRelation(referenced))));
                case "CONSTR_CHECK" ->
                    constraint
                            .child("raw_expr")
                            .flatMap(PgSchema::notNullColumn)
                            .ifPresent(column -> notNullChecks.put(constraint.text("conname"), column));
                default -> {}
            }
            if (constraint.flag("skip_validation")) {
                notValid.add(constraint.text("conname"));
            }
        }
    }

    /** The column of {@code column IS NOT NULL}. */
    private static Optional<String> notNullColumn(PgNode expression) {
        boolean notNull = expression.text("nulltesttype").equals("IS_NOT_NULL");
        return notNull
                ? expression
                        .child("arg")
                        .filter(arg -> arg.is("ColumnRef"))
                        .map(arg -> arg.names("fields").getLast())
                : Optional.empty();
    }

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

    private static boolean leadsWith(List<String> index, List<String> wanted) {
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

    Optional<Table> table(PgName name) {
        return Optional.ofNullable(tables.get(name));
    }

    Optional<Table> tableOfIndex(PgName index) {
        return Optional.ofNullable(indexes.get(index)).flatMap(this::table);
    }

    /** The partitions and heirs of a table. */
    List<PgName> children(PgName parent) {
        return tables.values().stream()
                .filter(table -> table.parent().filter(parent::equals).isPresent())
                .map(Table::name)
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
                .filter(table -> table.columns.values().stream()
                        .anyMatch(column -> names.contains(column.type().name())))
                .map(Table::name)
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
                        .ifPresent(table -> table.policyCommands.add(statement.text("cmd_name")));
            case "CreateDomainStmt" -> {
                if (statement.children("constraints").stream()
                        .anyMatch(constraint -> !constraint.text("contype").equals("CONSTR_DEFAULT"))) {
                    strictDomains.add(PgName.ofParts(statement.names("domainname")));
                }
            }
            default -> {}
        }
    }

    private Table known(PgName name) {
        return tables.computeIfAbsent(name, unknown -> new Table(unknown, false, Optional.empty()));
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
            table(from.get())
                    .map(table -> table.columns)
                    .ifPresent(columns -> Optional.ofNullable(columns.remove(statement.text("subname")))
                            .ifPresent(column -> columns.put(to, column)));
        } else {
            Optional.ofNullable(tables.remove(from.get()))
                    .ifPresent(table -> tables.put(new PgName(from.get().schema(), to), table));
        }
    }

    private void create(PgNode statement) {
        PgName name = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        Optional<PgName> parent =
                statement.children("inhRelations").stream().findFirst().map(PgName::ofRelation);
        Table table = new Table(name, statement.has("partspec"), parent);
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
        PgName name = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        Table table = known(name);
        for (PgNode command : statement.children("cmds")) {
            Optional<PgNode> definition = command.child("def");
            switch (command.text("subtype")) {
                case "AT_AddColumn" -> definition.ifPresent(table::addColumn);
                case "AT_DropColumn" -> table.columns.remove(command.text("name"));
                case "AT_AddConstraint" ->
                    definition.ifPresent(constraint -> table.addConstraint(constraint, List.of()));
                case "AT_ValidateConstraint" -> table.notValid.remove(command.text("name"));
                case "AT_DropConstraint" -> {
                    table.notNullChecks.remove(command.text("name"));
                    table.foreignKeys.removeIf(key -> key.name().equals(command.text("name")));
                }
                case "AT_AlterColumnType" ->
                    definition.ifPresent(column -> table.columns.computeIfPresent(
                            command.text("name"),
                            (any, old) -> new Column(PgType.of(column.child("typeName")), old.notNull())));
                case "AT_SetNotNull" ->
                    table.columns.computeIfPresent(command.text("name"), (any, old) -> new Column(old.type(), true));
                case "AT_EnableRowSecurity" -> table.rowSecurity = true;
                case "AT_ForceRowSecurity" -> table.forced = true;
                default -> {}
            }
        }
    }

    private void index(PgNode statement) {
        PgName table = statement.child("relation").map(PgName::ofRelation).orElseThrow();
        List<String> columns = columnsOf(statement);
        boolean whole = statement.child("whereClause").isEmpty();
        if (whole) {
            table(table).ifPresent(known -> known.indexedColumns.add(columns));
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
