package io.graphsync.schema.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** A node of Neo4j's parse tree of Cypher, by the name of its rule in Neo4j's grammar, for example {@code DeleteClause}. */
public final class CypherNode {
    private static final String SUFFIX = "Context";

    private final ParseTree tree;
    private final String type;

    private CypherNode(ParseTree tree) {
        this.tree = tree;
        String name = tree.getClass().getSimpleName();
        this.type = tree instanceof TerminalNode ? "" : name.substring(0, name.length() - SUFFIX.length());
    }

    static CypherNode of(ParserRuleContext tree) {
        return new CypherNode(tree);
    }

    /** The rule's name; empty for a word of the text. */
    public String type() {
        return type;
    }

    /** Whether the node comes of this rule. */
    public boolean is(String rule) {
        return type.equals(rule);
    }

    /** The text without the space between its words. */
    public String text() {
        return tree.getText();
    }

    /** The words of the node, in order, each as it is written. */
    public List<String> words() {
        List<String> words = new ArrayList<>();
        walkAll(node -> {
            if (node.tree instanceof TerminalNode) {
                words.add(node.text());
            }
        });
        return words;
    }

    /** Whether a word stands right below, and not in a node of its own. */
    public boolean hasWord(String word) {
        return children().stream()
                .anyMatch(child -> child.type.isEmpty() && child.text().equalsIgnoreCase(word));
    }

    /** The node that is meant where nodes hold nothing but one other: the lowest of them that holds more, or a word. */
    public CypherNode unwrapped() {
        CypherNode node = this;
        while (node.tree.getChildCount() == 1 && !(node.tree.getChild(0) instanceof TerminalNode)) {
            node = new CypherNode(node.tree.getChild(0));
        }
        return node;
    }

    /** The nodes right below, whatever holds nothing but one other left out. */
    public List<CypherNode> parts() {
        return unwrapped().children().stream()
                .filter(child -> !child.type.isEmpty())
                .map(CypherNode::unwrapped)
                .toList();
    }

    /** The nodes right below. */
    public List<CypherNode> children() {
        List<CypherNode> children = new ArrayList<>();
        for (int i = 0; i < tree.getChildCount(); i++) {
            children.add(new CypherNode(tree.getChild(i)));
        }
        return children;
    }

    /** The first node of a rule right below. */
    public Optional<CypherNode> child(String rule) {
        return children().stream().filter(child -> child.is(rule)).findFirst();
    }

    /** This node and all below it that come of a rule, in the order of the text. */
    public Stream<CypherNode> all(String rule) {
        return all(Set.of(rule));
    }

    /** This node and all below it that come of one of the rules, in the order of the text. */
    public Stream<CypherNode> all(Set<String> rules) {
        List<CypherNode> found = new ArrayList<>();
        walkAll(node -> {
            if (rules.contains(node.type)) {
                found.add(node);
            }
        });
        return found.stream();
    }

    /** Whether there is a node of a rule below, or this is one. */
    public boolean has(String rule) {
        return all(rule).findFirst().isPresent();
    }

    private void walkAll(Consumer<CypherNode> visit) {
        visit.accept(this);
        children().forEach(child -> child.walkAll(visit));
    }
}
