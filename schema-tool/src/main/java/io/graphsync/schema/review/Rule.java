package io.graphsync.schema.review;

/** Something that a review looks for. */
public interface Rule {
    /** The rule's name for good, for example {@code LK03}; what {@code -- migrate: allow} and suppressions name. */
    String id();

    /** What it looks for, in a few words. */
    String title();

    /** How much care it asks for, where nothing about the statement says otherwise. */
    RiskClass riskClass();

    /** What happens, and to whom. */
    String problem();

    /** What to write instead. */
    String fix();
}
