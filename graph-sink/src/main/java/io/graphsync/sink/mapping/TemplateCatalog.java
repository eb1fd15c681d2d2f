package io.graphsync.sink.mapping;

import io.graphsync.outbox.type.EventCatalog;
import io.graphsync.outbox.type.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The Cypher files of all event types of a catalog, and the order in which their nodes are locked. Immutable. */
public final class TemplateCatalog {
    private final Map<String, EventTemplate> templates;
    private final List<NodeKind> lockOrder;

    private TemplateCatalog(Map<String, EventTemplate> templates, List<NodeKind> lockOrder) {
        this.templates = templates;
        this.lockOrder = lockOrder;
    }

    /**
     * Loads {@code NAME.cypher} for each type of the catalog: from the directory where it is there, else from this
     * module's resources; and {@code NAME.load.cypher} and {@code NAME.create.cypher} from the same place, where they are there.
     *
     * @param directory where an operator keeps further types
     * @throws IllegalArgumentException with one line a problem, each naming the file
     * @throws UncheckedIOException if a file can't be read
     */
    public static TemplateCatalog load(EventCatalog catalog, Optional<Path> directory) {
        Map<String, EventTemplate> templates = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (EventType type : catalog.types()) {
            Optional<TemplateSource> source = find(type.name(), directory);
            if (source.isEmpty()) {
                problems.add("the event type " + type.name() + " has no Cypher file: put " + type.name()
                        + ".cypher beside " + type.name() + ".json in the directory that events.directory names");
                continue;
            }
            switch (TemplateParser.parse(type, source.get())) {
                case TemplateParser.Parsed.Template parsed -> templates.put(type.name(), parsed.template());
                case TemplateParser.Parsed.Problems parsed -> problems.addAll(parsed.problems());
            }
        }
        problems.addAll(conflicts(templates.values()));
        Optional<List<NodeKind>> order = LockOrder.of(templates.values());
        if (order.isEmpty()) {
            problems.add("the 'detaches' lines of the Cypher files lead from a label back to itself");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
        return new TemplateCatalog(templates, order.orElseThrow());
    }

    /** Returns the template of an event type, empty where the type is unknown. */
    public Optional<EventTemplate> find(String type) {
        return Optional.ofNullable(templates.get(type));
    }

    /** Returns all templates in the catalog's order. */
    public Collection<EventTemplate> templates() {
        return List.copyOf(templates.values());
    }

    /** Returns every kind of node that a template touches or detaches, in locking order. */
    public List<NodeKind> lockOrder() {
        return lockOrder;
    }

    /** A label identified by two properties would be locked in two orders. */
    private static List<String> conflicts(Collection<EventTemplate> templates) {
        Map<String, NodeKind> kinds = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (EventTemplate template : templates) {
            List<NodeKind> mentioned = new ArrayList<>();
            template.touches().forEach(node -> mentioned.add(node.kind()));
            template.detaches().forEach(detachment -> mentioned.add(detachment.neighbour()));
            for (NodeKind kind : mentioned) {
                NodeKind known = kinds.putIfAbsent(kind.label(), kind);
                if (known != null && !known.equals(kind)) {
                    problems.add(template.origin() + ": identifies " + kind + ", another file " + known);
                }
            }
        }
        return problems;
    }

    private static Optional<TemplateSource> find(String type, Optional<Path> directory) {
        String name = type + ".cypher";
        Optional<Path> file = directory.map(path -> path.resolve(name)).filter(Files::isRegularFile);
        if (file.isPresent()) {
            return Optional.of(source(
                    type,
                    read(file.get()),
                    file.get().toString(),
                    beside -> Optional.of(file.get().resolveSibling(beside))
                            .filter(Files::isRegularFile)
                            .map(TemplateCatalog::read)));
        }
        return resource(name).map(text -> source(type, text, name, TemplateCatalog::resource));
    }

    private static TemplateSource source(
            String type, String text, String origin, Function<String, Optional<String>> beside) {
        return new TemplateSource(
                text, beside.apply(type + ".load.cypher"), beside.apply(type + ".create.cypher"), origin);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Optional<String> resource(String name) {
        try (InputStream in = TemplateCatalog.class.getResourceAsStream("/io/graphsync/sink/templates/" + name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
