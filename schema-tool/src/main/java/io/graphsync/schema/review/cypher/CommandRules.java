package io.graphsync.schema.review.cypher;

import io.graphsync.schema.parse.CypherManner;
import io.graphsync.schema.parse.CypherNode;
import io.graphsync.schema.parse.CypherStatement;
import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Severity;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Schema commands, and commands about the server. */
final class CommandRules {
    private static final Set<String> ENTERPRISE = Set.of("KEY", "PROPERTY_EXISTENCE", "PROPERTY_TYPE");

    /** What applications find nodes by. */
    private static final Set<String> KEYS = Set.of("id", "uuid", "key", "name", "code", "slug", "email");

    /** A name that Cypher takes without quotes. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z]\\w*");

    private final Set<String> plainIndexes;
    private final Set<String> comingKeys;
    private final CypherEffects effects;

    CommandRules(Set<String> plainIndexes, Set<String> comingKeys, CypherEffects effects) {
        this.plainIndexes = plainIndexes;
        this.comingKeys = comingKeys;
        this.effects = effects;
    }

    void look(CypherStatement statement, CypherNode tree) {
        CypherNode command = tree.child("Command").orElseThrow();
        if (statement.manner() instanceof CypherManner.Create create) {
            create(create);
            return;
        }
        switch (command.children().stream().map(CypherNode::type).findFirst().orElse("")) {
            case "DropCommand" -> drop(command);
            case "CreateCommand" -> createOther(command);
            case "ShowCommand" -> {
                if (command.has("TerminateCommand")) {
                    effects.destroys(CypherRule.CY23, "TERMINATE TRANSACTIONS");
                }
            }
            case "GrantCommand", "DenyCommand", "RevokeCommand", "RenameCommand" -> {
                effects.irreversible();
                effects.find(CypherRule.CY20, "", Severity.WARNING, RiskClass.YELLOW);
            }
            case "AlterCommand" -> alter(command);
            default -> effects.destroys(CypherRule.CY23, command.words().getFirst());
        }
    }

    /** What an index or a constraint is about. */
    static String place(CypherManner.Create create) {
        return create.entity() + create.labels() + create.properties();
    }

    private static String quote(String name) {
        return PLAIN.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
    }

    private void create(CypherManner.Create create) {
        String place = create.description();
        create.name()
                .ifPresent(name -> effects.undoneBy(
                        "DROP " + (create.constraint() ? "CONSTRAINT " : "INDEX ") + quote(name) + " IF EXISTS"));
        if (create.name().isEmpty() && create.unlessExists()) {
            effects.find(CypherRule.CY09, place);
        }
        String on = place(create);
        if (create.constraint()) {
            constraint(create, place, on);
        } else {
            index(create, place, on);
        }
    }

    private void constraint(CypherManner.Create create, String place, String on) {
        if (ENTERPRISE.contains(create.kind())) {
            effects.find(CypherRule.CY13, place);
        } else {
            effects.find(CypherRule.CY05, place, Severity.INFO, RiskClass.YELLOW);
        }
        if (plainIndexes.contains(on)) {
            effects.find(CypherRule.CY08, place);
        }
    }

    private void index(CypherManner.Create create, String place, String on) {
        effects.find(CypherRule.CY07, place, Severity.INFO, RiskClass.YELLOW);
        if (!create.kind().equals("RANGE")) {
            return;
        }
        plainIndexes.add(on);
        boolean key = create.entity().equals("NODE")
                && create.properties().size() == 1
                && KEYS.contains(create.properties().getFirst().toLowerCase(Locale.ROOT));
        if (key && !comingKeys.contains(on)) {
            effects.find(CypherRule.CY16, place);
        }
    }

    private void drop(CypherNode command) {
        effects.irreversible();
        if (command.has("DropConstraint")) {
            effects.destroys(CypherRule.CY04, name(command));
        } else if (command.has("DropIndex")) {
            plainIndexes.clear(); // Which one goes can't be told from its name.
            effects.find(CypherRule.CY04, name(command), Severity.WARNING, RiskClass.YELLOW);
        } else if (command.has("DropUser") || command.has("DropRole")) {
            effects.find(CypherRule.CY20, name(command), Severity.WARNING, RiskClass.YELLOW);
        } else {
            effects.destroys(CypherRule.CY23, String.join(" ", command.words()));
        }
    }

    private static String name(CypherNode command) {
        return command.all("SymbolicNameString")
                .findFirst()
                .map(CypherNode::text)
                .orElse(command.words().getLast());
    }

    private void createOther(CypherNode command) {
        if (command.has("CreateUser")) {
            users(command);
        } else if (command.all("CreateCommand").anyMatch(create -> create.hasWord("REPLACE"))
                && command.has("CreateDatabase")) {
            effects.destroys(CypherRule.CY23, String.join(" ", command.words()));
        } else {
            effects.atLeast(RiskClass.YELLOW);
            effects.irreversible();
        }
    }

    private void alter(CypherNode command) {
        Optional<CypherNode> graphType = command.all("AlterCurrentGraphType").findFirst();
        if (graphType.isPresent()) {
            boolean adds = graphType.get().hasWord("ADD");
            if (adds) {
                effects.find(CypherRule.CY05, "GRAPH TYPE");
            } else {
                effects.destroys(CypherRule.CY04, "GRAPH TYPE");
            }
        } else if (command.has("AlterUser") || command.has("AlterCurrentUser")) {
            users(command);
        } else {
            effects.irreversible();
            effects.find(CypherRule.CY23, String.join(" ", command.words()));
        }
    }

    private void users(CypherNode command) {
        effects.irreversible();
        boolean written = command.all("PasswordExpression").anyMatch(password -> password.has("StringLiteral"));
        effects.find(
                CypherRule.CY20,
                "",
                written ? Severity.ERROR : Severity.WARNING,
                written ? RiskClass.RED : RiskClass.YELLOW);
    }
}
