package io.graphsync.schema.review;

import java.util.Objects;

/**
 * What a rule has to say about a statement.
 *
 * @param rule the rule's id
 * @param severity what it means for the verdict
 * @param message the problem and its consequence
 * @param safer what to write instead
 */
public record Finding(String rule, Severity severity, String message, String safer) {
    /** The id of findings about what can't be understood; no rule, since nothing is known of it. */
    public static final String NOT_UNDERSTOOD = "PARSE";

    public Finding {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(safer, "safer");
    }

    /** The finding about a statement that is nested deeper than the review can follow. */
    public static Finding tooDeep() {
        return new Finding(
                NOT_UNDERSTOOD, Severity.ERROR, "it is nested too deeply to be followed", "write it in smaller pieces");
    }

    /** The rule's finding at a place, with the severity that its class stands for. */
    public static Finding of(Rule rule, String place) {
        return of(rule, place, rule.fix());
    }

    /** The rule's finding at a place, with a safer form made for it. */
    public static Finding of(Rule rule, String place, String safer) {
        Severity severity = switch (rule.riskClass()) {
            case GREEN -> Severity.INFO;
            case YELLOW -> Severity.WARNING;
            case RED -> Severity.ERROR;
        };
        return new Finding(
                rule.id(), severity, place.isEmpty() ? rule.problem() : place + ": " + rule.problem(), safer);
    }

    /** The same with another severity. */
    public Finding with(Severity other) {
        return new Finding(rule, other, message, safer);
    }
}
