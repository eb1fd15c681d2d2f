package io.graphsync.schema.parse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A node of PostgreSQL's parse tree. Types and fields have the names of the server's own sources (parsenodes.h); a field
 * that has its default value is left out there, and reads as empty, zero or false here.
 */
public final class PgNode {
    /** Fields that tell where something stands. */
    private static final Set<String> PLACES = Set.of(
            "location", "list_start", "list_end", "rexpr_list_start", "rexpr_list_end", "stmt_location", "stmt_len");

    private final String type;
    private final JsonNode fields;

    private PgNode(String type, JsonNode fields) {
        this.type = type;
        this.fields = fields;
    }

    /** Reads {@code {"Type": {fields}}}, or the fields alone, as the parser writes them where only one type can stand. */
    static PgNode of(JsonNode json) {
        if (json.isObject() && json.size() == 1) {
            Map.Entry<String, JsonNode> only = json.properties().iterator().next();
            if (Character.isUpperCase(only.getKey().charAt(0))) {
                return new PgNode(only.getKey(), only.getValue());
            }
        }
        return new PgNode("", json);
    }

    /** The node's type, for example {@code DropStmt}; empty where the parser leaves it out. */
    public String type() {
        return type;
    }

    /** Whether the node has this type. */
    public boolean is(String wanted) {
        return type.equals(wanted);
    }

    /** A field that is a node. */
    public Optional<PgNode> child(String field) {
        JsonNode value = fields.get(field);
        return value == null || !value.isObject() ? Optional.empty() : Optional.of(of(value));
    }

    /** A field that is a list of nodes; a list node in it is its items. */
    public List<PgNode> children(String field) {
        JsonNode value = fields.get(field);
        if (value == null) {
            return List.of();
        }
        JsonNode items = value.isObject() ? items(value) : value;
        List<PgNode> nodes = new ArrayList<>();
        items.forEach(item -> nodes.add(of(item)));
        return nodes;
    }

    private static JsonNode items(JsonNode value) {
        JsonNode list = value.get("List");
        return list == null ? value.path("items") : list.path("items");
    }

    /** The nodes right below, whatever field they stand in; of a list, its items. */
    public Stream<PgNode> nodes() {
        List<PgNode> nodes = new ArrayList<>();
        for (JsonNode value : fields) {
            collect(value, nodes);
        }
        return nodes.stream();
    }

    /** The nodes of one field, be it a node or a list of them. */
    public List<PgNode> nodes(String field) {
        List<PgNode> nodes = new ArrayList<>();
        collect(fields.path(field), nodes);
        return nodes;
    }

    private static void collect(JsonNode value, List<PgNode> nodes) {
        if (value.isArray()) {
            value.forEach(item -> collect(item, nodes));
        } else if (value.isObject() && of(value).is("List")) {
            collect(of(value).fields.path("items"), nodes);
        } else if (value.isObject()) {
            nodes.add(of(value));
        }
    }

    /** A field that is a text or a name of an enumeration. */
    public String text(String field) {
        return fields.path(field).asText("");
    }

    /** A field that is a number. */
    public long number(String field) {
        return fields.path(field).asLong();
    }

    /** A field that is true or false. */
    public boolean flag(String field) {
        return fields.path(field).asBoolean();
    }

    /** Whether the field is there at all. */
    public boolean has(String field) {
        return fields.has(field);
    }

    /** This node and all below it that have a type, from the outside in. */
    public Stream<PgNode> walk() {
        List<PgNode> found = new ArrayList<>();
        walk(found::add);
        return found.stream();
    }

    private void walk(Consumer<PgNode> visit) {
        visit.accept(this);
        for (JsonNode value : fields) {
            walk(value, visit);
        }
    }

    private static void walk(JsonNode value, Consumer<PgNode> visit) {
        if (value.isObject()) {
            of(value).walk(visit);
        } else if (value.isArray()) {
            value.forEach(item -> walk(item, visit));
        }
    }

    /** The texts of a field that is a list of names, for example a qualified name. */
    public List<String> names(String field) {
        return children(field).stream().map(PgNode::string).toList();
    }

    /** The content of a {@code String} node; empty for others. */
    public String string() {
        return is("String") ? text("sval") : "";
    }

    /** Whether two nodes are written alike, wherever they stand. */
    public boolean isLike(PgNode other) {
        return type.equals(other.type) && alike(fields, other.fields);
    }

    private static boolean alike(JsonNode one, JsonNode other) {
        if (!one.isContainerNode() || !other.isContainerNode()) {
            return one.equals(other);
        }
        if (one.isArray()) {
            return other.isArray()
                    && one.size() == other.size()
                    && IntStream.range(0, one.size()).allMatch(i -> alike(one.get(i), other.get(i)));
        }
        Set<String> names = new HashSet<>();
        one.fieldNames().forEachRemaining(names::add);
        other.fieldNames().forEachRemaining(names::add);
        names.removeAll(PLACES);
        return names.stream().allMatch(name -> alike(one.path(name), other.path(name)));
    }

    /** The node as the parser wrote it, for tests and messages. */
    @Override
    public String toString() {
        return type + fields;
    }
}
