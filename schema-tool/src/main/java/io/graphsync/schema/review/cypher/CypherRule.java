package io.graphsync.schema.review.cypher;

import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Rule;

/** What the review knows about Neo4j. The examples of {@code docs/rules} hold each claim against a server. */
public enum CypherRule implements Rule {
    CY01(
            RiskClass.RED,
            "Delete without a condition",
            "deletes every node or relationship of its kind, in one transaction that holds all of them in memory",
            "MATCH by a key, or CALL (n) { … } IN TRANSACTIONS OF 1000 ROWS after counting them"),
    CY02(
            RiskClass.RED,
            "Change of every node of a label",
            "writes every node or relationship of its kind in one transaction; what was there before is gone",
            "add a condition, and run it in CALL (n) { … } IN TRANSACTIONS OF 1000 ROWS"),
    CY03(
            RiskClass.YELLOW,
            "DELETE without DETACH",
            "fails on a node that still has relationships",
            "DETACH DELETE, or delete the relationships first"),
    CY04(
            RiskClass.RED,
            "Constraint dropped",
            "nothing keeps duplicates out any more, and MERGE on the property makes them",
            "create its replacement first"),
    CY05(
            RiskClass.YELLOW,
            "Constraint on data",
            "reads all nodes of the label, and waits for every writer that touched it, without a timeout",
            "count duplicates before, and watch SHOW TRANSACTIONS; this tool does both"),
    CY07(
            RiskClass.YELLOW,
            "Index is filled later",
            "the command returns before the index can be used",
            "wait for it to be ONLINE; this tool does"),
    CY08(
            RiskClass.RED,
            "Constraint where a plain index is",
            "the server refuses the constraint while the index is there, also with IF NOT EXISTS",
            "DROP INDEX first"),
    CY09(
            RiskClass.YELLOW,
            "IF NOT EXISTS without a name",
            "the same name with another schema, or another name with the same schema, counts as there",
            "name it; this tool compares what is there afterwards"),
    CY10(
            RiskClass.YELLOW,
            "Schema and data in one file",
            "the server refuses both in one transaction; a file that stops between them is half done",
            "two files"),
    CY11(
            RiskClass.YELLOW,
            "CALL … IN TRANSACTIONS",
            "commits as it goes: what is done stays when a later part fails",
            "write it so that it can be run again"),
    CY12(
            RiskClass.RED,
            "Procedure that runs text or writes",
            "what it does can't be read from the file",
            "write the Cypher itself, with CALL (n) { … } IN TRANSACTIONS"),
    CY13(
            RiskClass.RED,
            "Constraint of the Enterprise Edition",
            "the Community Edition refuses it",
            "leave it out, or state the edition with allow"),
    CY16(
            RiskClass.YELLOW,
            "Key with an index and no constraint",
            "two sessions that MERGE it at the same time both create it: 40 names became 273 nodes with 8 threads",
            "CREATE CONSTRAINT … IS UNIQUE, which brings its own index"),
    CY17(
            RiskClass.YELLOW,
            "Pattern that is too wide",
            "MERGE of a whole pattern makes all of it where a part is missing; paths without a bound may be the whole graph",
            "MERGE the nodes one by one; bound the path"),
    CY19(
            RiskClass.RED,
            "LOAD CSV",
            "reads files of the server, or calls out from it",
            "load the data with another tool"),
    CY20(
            RiskClass.RED,
            "Password or right in a file",
            "passwords in Cypher end up in the repository and in the query log",
            "manage users outside of migrations"),
    CY22(
            RiskClass.YELLOW,
            "CREATE that can't be repeated",
            "a run that is killed at it can't tell whether it is done",
            "MERGE on a key"),
    CY23(
            RiskClass.RED,
            "Server-wide command",
            "ends transactions of others, or stops or drops databases",
            "run it by hand");

    private final RiskClass riskClass;
    private final String title;
    private final String problem;
    private final String fix;

    CypherRule(RiskClass riskClass, String title, String problem, String fix) {
        this.riskClass = riskClass;
        this.title = title;
        this.problem = problem;
        this.fix = fix;
    }

    @Override
    public String id() {
        return name();
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public RiskClass riskClass() {
        return riskClass;
    }

    @Override
    public String problem() {
        return problem;
    }

    @Override
    public String fix() {
        return fix;
    }
}
