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

/** A table as the statements before have made it. */
final class PgTable {
    /** A column. */
    record Column(PgType type, boolean notNull) {}

    /** A foreign key. */
    record ForeignKey(String name, List<String> columns, PgName referenced) {}

    private final PgName name;
    private final Optional<PgName> parent;
    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final List<ForeignKey> foreignKeys = new ArrayList<>();
    private final List<List<String>> indexedColumns = new ArrayList<>();
    private final Set<String> notValid = new HashSet<>();
    private final Set<String> keys = new HashSet<>();
    private final Map<String, String> notNullChecks = new HashMap<>();
    private final Set<String> policyCommands = new HashSet<>();
    private boolean forced;
    private Optional<String> owner = Optional.empty();

    PgTable(PgName name, Optional<PgName> parent) {
        this.name = name;
        this.parent = parent;
    }

    PgName name() {
        return name;
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

    boolean forced() {
        return forced;
    }

    Set<String> policyCommands() {
        return policyCommands;
    }

    /** Whether an index leads with these columns. */
    boolean isIndexed(List<String> wanted) {
        return indexedColumns.stream().anyMatch(index -> PgSchema.leadsWith(index, wanted));
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

    boolean hasColumnOf(Set<String> types) {
        return columns.values().stream()
                .anyMatch(column -> types.contains(column.type().name()));
    }

    /** Whether it was given to the role. */
    boolean isOf(String role) {
        return owner.filter(role::equals).isPresent();
    }

    /** Takes note of an action of ALTER TABLE. */
    void apply(PgNode command) {
        String part = command.text("name");
        Optional<PgNode> definition = command.child("def");
        switch (command.text("subtype")) {
            case "AT_AddColumn" -> definition.ifPresent(this::addColumn);
            case "AT_DropColumn" -> columns.remove(part);
            case "AT_AddConstraint" -> definition.ifPresent(constraint -> addConstraint(constraint, List.of()));
            case "AT_ValidateConstraint" -> notValid.remove(part);
            case "AT_DropConstraint" -> {
                notNullChecks.remove(part);
                foreignKeys.removeIf(key -> key.name().equals(part));
            }
            case "AT_AlterColumnType" ->
                definition.ifPresent(column -> columns.computeIfPresent(
                        part, (any, old) -> new Column(PgType.of(column.child("typeName")), old.notNull())));
            case "AT_SetNotNull" -> columns.computeIfPresent(part, (any, old) -> new Column(old.type(), true));
            case "AT_ForceRowSecurity" -> forced = true;
            case "AT_ChangeOwner" -> owner = command.child("newowner").map(role -> role.text("rolename"));
            default -> {}
        }
    }

    void addIndex(List<String> indexed) {
        indexedColumns.add(indexed);
    }

    void addPolicy(String command) {
        policyCommands.add(command);
    }

    void renameColumn(String from, String to) {
        Optional.ofNullable(columns.remove(from)).ifPresent(column -> columns.put(to, column));
    }

    void addColumn(PgNode definition) {
        boolean notNull = false;
        for (PgNode constraint : definition.children("constraints")) {
            String kind = constraint.text("contype");
            notNull |= Set.of("CONSTR_NOTNULL", "CONSTR_PRIMARY", "CONSTR_IDENTITY")
                    .contains(kind);
            addConstraint(constraint, List.of(definition.text("colname")));
        }
        columns.put(definition.text("colname"), new Column(PgType.of(definition.child("typeName")), notNull));
    }

    void addConstraint(PgNode constraint, List<String> ownColumns) {
        String kind = constraint.text("contype");
        List<String> keys = constraint.names("keys").isEmpty() ? ownColumns : constraint.names("keys");
        String written = constraint.text("conname");
        switch (kind) {
            case "CONSTR_PRIMARY" -> {
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
                        .flatMap(PgTable::notNullColumn)
                        .ifPresent(column -> notNullChecks.put(constraint.text("conname"), column));
            default -> {}
        }
        if (constraint.flag("skip_validation")) {
            notValid.add(constraint.text("conname"));
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
}
