package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.List;
import java.util.Optional;

/** Queries that return true once a statement has done what it says. Pure. */
final class PostChecks {
    private PostChecks() {}

    /** In the order of the statement's parts; empty where nothing can be asked. */
    static List<String> of(PgNode tree) {
        return switch (tree.type()) {
            case "AlterTableStmt" -> altered(tree);
            case "DropStmt" -> dropped(tree);
            default -> made(tree).stream().toList();
        };
    }

    private static Optional<String> made(PgNode tree) {
        return switch (tree.type()) {
            case "CreateStmt" -> tree.child("relation").flatMap(PostChecks::isThere);
            case "ViewStmt" -> tree.child("view").flatMap(PostChecks::isThere);
            case "CreateSeqStmt" -> tree.child("sequence").flatMap(PostChecks::isThere);
            case "CreateTableAsStmt" ->
                tree.child("into").flatMap(into -> into.child("rel")).flatMap(PostChecks::isThere);
            case "IndexStmt" -> index(tree);
            case "CreateTrigStmt" ->
                ofRelation(tree, "relation", "pg_trigger", "tgrelid", "tgname", tree.text("trigname"));
            case "CreatePolicyStmt" ->
                ofRelation(tree, "table", "pg_policy", "polrelid", "polname", tree.text("policy_name"));
            case "CreateFunctionStmt" -> Optional.of(function(PgName.ofParts(tree.names("funcname"))));
            case "CreateEnumStmt" -> Optional.of(type(tree.names("typeName")));
            case "CreateDomainStmt" -> Optional.of(type(tree.names("domainname")));
            case "AlterEnumStmt" -> enumValue(tree);
            case "CreateSchemaStmt" ->
                Optional.of("SELECT to_regnamespace(" + literal(PgName.quote(tree.text("schemaname")))
                                + ") IS NOT NULL")
                        .filter(query -> !tree.text("schemaname").isEmpty());
            case "CreateExtensionStmt" ->
                Optional.of("SELECT count(*) = 1 FROM pg_extension WHERE extname = " + literal(tree.text("extname")));
            case "CreateRoleStmt" ->
                Optional.of("SELECT count(*) = 1 FROM pg_roles WHERE rolname = " + literal(tree.text("role")));
            case "CreatePublicationStmt" ->
                Optional.of("SELECT count(*) = 1 FROM pg_publication WHERE pubname = " + literal(tree.text("pubname")));
            default -> Optional.empty();
        };
    }

    private static Optional<String> isThere(PgNode relation) {
        return Optional.of(PgName.ofRelation(relation))
                .filter(name -> !name.isTemporary())
                .map(name -> "SELECT " + regclass(name) + " IS NOT NULL");
    }

    /** A build that failed leaves an index that is not valid. */
    private static Optional<String> index(PgNode tree) {
        String name = tree.text("idxname");
        return name.isEmpty()
                ? Optional.empty()
                : tree.child("relation")
                        .map(PgName::ofRelation)
                        .filter(table -> !table.isTemporary())
                        .map(table -> "SELECT indisvalid AND indisready FROM pg_index WHERE indexrelid = "
                                + regclass(new PgName(table.schema(), name)));
    }

    private static Optional<String> ofRelation(
            PgNode tree, String field, String catalog, String owner, String column, String name) {
        return tree.child(field)
                .map(PgName::ofRelation)
                .map(table -> "SELECT count(*) = 1 FROM " + catalog + " WHERE " + owner + " = " + regclass(table)
                        + " AND " + column + " = " + literal(name));
    }

    private static String function(PgName name) {
        return "SELECT count(*) > 0 FROM pg_proc WHERE pronamespace = to_regnamespace("
                + literal(PgName.quote(name.schema())) + ") AND proname = " + literal(name.name());
    }

    private static String type(List<String> parts) {
        return "SELECT to_regtype(" + literal(qualified(PgName.ofParts(parts))) + ") IS NOT NULL";
    }

    private static Optional<String> enumValue(PgNode tree) {
        String value = tree.text("newVal");
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of("SELECT count(*) = 1 FROM pg_enum WHERE enumtypid = to_regtype("
                        + literal(qualified(PgName.ofParts(tree.names("typeName")))) + ") AND enumlabel = "
                        + literal(value));
    }

    private static List<String> altered(PgNode tree) {
        Optional<PgName> table = tree.child("relation").map(PgName::ofRelation).filter(name -> !name.isTemporary());
        boolean ofTable = tree.text("objtype").equals("OBJECT_TABLE");
        return table.isEmpty() || !ofTable
                ? List.of()
                : tree.children("cmds").stream()
                        .flatMap(command -> altered(table.get(), command).stream())
                        .toList();
    }

    private static Optional<String> altered(PgName table, PgNode command) {
        String name = command.text("name");
        return switch (command.text("subtype")) {
            case "AT_AddColumn" ->
                command.child("def").map(column -> "SELECT count(*) = 1" + column(table, column.text("colname")));
            case "AT_DropColumn" -> Optional.of("SELECT count(*) = 0" + column(table, name));
            case "AT_SetNotNull" -> Optional.of("SELECT attnotnull" + column(table, name));
            case "AT_DropNotNull" -> Optional.of("SELECT NOT attnotnull" + column(table, name));
            case "AT_AddConstraint" -> command.child("def").flatMap(constraint -> constraint(table, constraint));
            case "AT_ValidateConstraint" -> Optional.of("SELECT convalidated" + constraint(table, name));
            case "AT_DropConstraint" -> Optional.of("SELECT count(*) = 0" + constraint(table, name));
            case "AT_EnableRowSecurity" -> Optional.of("SELECT relrowsecurity" + ofClass(table));
            case "AT_ForceRowSecurity" -> Optional.of("SELECT relforcerowsecurity" + ofClass(table));
            default -> Optional.empty();
        };
    }

    private static Optional<String> constraint(PgName table, PgNode constraint) {
        String name = constraint.text("conname");
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of((constraint.flag("skip_validation") ? "SELECT count(*) = 1" : "SELECT convalidated")
                        + constraint(table, name));
    }

    private static String constraint(PgName table, String name) {
        return " FROM pg_constraint WHERE conrelid = " + regclass(table) + " AND conname = " + literal(name);
    }

    private static String column(PgName table, String name) {
        return " FROM pg_attribute WHERE attrelid = " + regclass(table) + " AND attname = " + literal(name)
                + " AND NOT attisdropped";
    }

    private static String ofClass(PgName table) {
        return " FROM pg_class WHERE oid = " + regclass(table);
    }

    /** Relations have one namespace; types and functions are asked for in another way. */
    private static List<String> dropped(PgNode tree) {
        return switch (tree.text("removeType")) {
            case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_INDEX", "OBJECT_SEQUENCE" ->
                tree.children("objects").stream()
                        .map(object -> "SELECT "
                                + regclass(PgName.ofParts(object.nodes("items").stream()
                                        .map(PgNode::string)
                                        .toList())) + " IS NULL")
                        .toList();
            default -> List.of();
        };
    }

    private static String regclass(PgName name) {
        return "to_regclass(" + literal(qualified(name)) + ")";
    }

    /** Whoever asks may have another search path. */
    private static String qualified(PgName name) {
        return PgName.quote(name.schema()) + "." + PgName.quote(name.name());
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
