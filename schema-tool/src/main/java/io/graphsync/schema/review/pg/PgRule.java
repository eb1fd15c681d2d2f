package io.graphsync.schema.review.pg;

import io.graphsync.schema.review.RiskClass;
import io.graphsync.schema.review.Rule;

/** What the review knows about PostgreSQL. The examples of {@code docs/rules} hold each claim against a server. */
public enum PgRule implements Rule {
    // A. What destroys, what guards, who controls.
    DD01(
            RiskClass.RED,
            "DROP TABLE",
            "drops the table with its rows, and takes ACCESS EXCLUSIVE on it and on every table that its foreign keys refer to",
            "stop using the table, rename it, wait a release, back it up, drop its foreign keys first, then drop it"),
    DD02(
            RiskClass.RED,
            "DROP COLUMN",
            "drops the column's values; programs that still read or write it fail at once",
            "stop reading it, stop writing it, drop it in a later release"),
    DD03(
            RiskClass.RED,
            "DROP SCHEMA",
            "drops the schema, and with CASCADE everything in it",
            "drop the objects one by one"),
    DD04(
            RiskClass.RED,
            "DROP DATABASE or TABLESPACE",
            "drops far more than a migration is about, and can't be undone",
            "take it out of the migrations"),
    DD05(
            RiskClass.RED,
            "TRUNCATE",
            "removes all rows under ACCESS EXCLUSIVE; with CASCADE also those of every table that refers to it",
            "delete in batches by key, or swap in a new table"),
    DD06(
            RiskClass.RED,
            "DELETE without an effective WHERE",
            "removes every row: the condition is missing, is always true, or belongs to another part of the statement",
            "delete by key, in batches with a LIMIT in a sub-select"),
    DD07(
            RiskClass.YELLOW,
            "DELETE with WHERE",
            "removes the rows that match, all in one transaction",
            "count them first; delete many in batches by key"),
    DD08(
            RiskClass.RED,
            "UPDATE without an effective WHERE",
            "writes every row anew and holds a lock on each until the commit",
            "fill in batches by key, in a migration of its own without a transaction"),
    DD09(
            RiskClass.RED,
            "MERGE that deletes",
            "removes rows that the join picks; WHEN NOT MATCHED BY SOURCE removes all that the source does not have",
            "write the DELETE with its bound"),
    DD10(
            RiskClass.RED,
            "DROP TYPE or DOMAIN CASCADE",
            "drops every column that has the type, with its values",
            "change those columns first, then drop the type without CASCADE"),
    DD11(
            RiskClass.RED,
            "DROP EXTENSION CASCADE",
            "drops every column, index and function that uses the extension",
            "look up what depends on it, move that away, drop without CASCADE"),
    DD12(
            RiskClass.RED,
            "DROP SEQUENCE, FOREIGN TABLE or SUBSCRIPTION",
            "drops the numbers already given, or the way to another server's rows",
            "check who owns and uses it first"),
    DD13(
            RiskClass.YELLOW,
            "DROP of a view, function or trigger",
            "programs that use it fail at once",
            "CREATE OR REPLACE it, or drop it a release after its last use"),
    DD14(
            RiskClass.RED,
            "DROP OWNED or REASSIGN OWNED",
            "touches everything that a role owns, whatever that is on this server",
            "name the objects"),
    DD15(
            RiskClass.RED,
            "DROP of a partition",
            "drops its rows, and locks the parent and the DEFAULT partition, too",
            "DETACH PARTITION … CONCURRENTLY, back it up, then drop it"),
    DD16(
            RiskClass.RED,
            "Sequence set back",
            "numbers that were given may be given again",
            "set it to the highest number in use, or leave it"),
    DD17(
            RiskClass.RED,
            "Type change that loses something",
            "values that do not fit are cut or refused, and the table is rewritten under ACCESS EXCLUSIVE",
            "add a new column, fill it in batches, switch over"),
    DD18(
            RiskClass.RED,
            "Enum value renamed",
            "programs that write the old value fail at once",
            "add the new value, move rows in batches, leave the old one"),
    DD19(
            RiskClass.RED,
            "Row-level security taken away",
            "rows of others become visible",
            "have the owner of the data agree, and say so with allow"),
    DD20(
            RiskClass.RED,
            "Triggers or replication role switched off",
            "foreign keys and triggers are not checked meanwhile, and nobody checks them later",
            "mend the data with the triggers on"),
    DD21(
            RiskClass.RED,
            "SQL that is made at run time",
            "what it does can't be read from the file",
            "write the SQL itself"),
    DD22(
            RiskClass.RED,
            "COPY with a file or program of the server, or large-object files",
            "reads, writes or runs files on the database server",
            "load the data with another tool"),
    DD23(
            RiskClass.RED,
            "Transaction control in a file",
            "ends the transaction that the tool wraps around the file, so that a failure later does not undo it",
            "leave it out; write -- migrate: no-transaction where a file can't share one"),
    DD25(
            RiskClass.RED,
            "EXPLAIN ANALYZE of a change",
            "runs the statement that it explains",
            "EXPLAIN without ANALYZE"),
    DD26(
            RiskClass.RED,
            "Rule that writes",
            "every later statement on the table also does what the rule says",
            "use a trigger"),
    DD27(
            RiskClass.RED,
            "SET UNLOGGED",
            "rewrites the table, and its rows are gone after a crash and on every replica",
            "leave it logged"),
    DD28(
            RiskClass.RED,
            "Password in the text",
            "a password in SQL ends up in the repository, in the server's log if the statement fails, and in pg_stat_activity",
            "write PASSWORD :'name' and set NAME in the environment; the server gets a SCRAM verifier"),
    DD29(
            RiskClass.YELLOW,
            "Wide grant",
            "gives more than one role needs: PUBLIC, ALL, or the right to pass it on",
            "name the privileges and the role"),
    DD30(
            RiskClass.YELLOW,
            "Setting of the server, a database or a role",
            "changes every later session, not only this schema",
            "set it where the server is configured"),
    DD31(
            RiskClass.YELLOW,
            "Owner changed",
            "takes ACCESS EXCLUSIVE for a moment; the new owner may do everything with it",
            "keep it to the role that runs the migrations"),
    DD32(
            RiskClass.RED,
            "System catalog written",
            "changes the server's own tables without any of its checks: what is wrong there can make the database unusable",
            "use the statement that is made for it, such as ALTER TABLE or ALTER DATABASE"),
    DD33(
            RiskClass.YELLOW,
            "Publication gives up rows",
            "what subscribers and readers of a slot get shrinks at once; changes made meanwhile never reach them, and nothing"
                    + " tells",
            "let the readers catch up and stop them first; add a table with ALTER PUBLICATION … ADD TABLE"),
    // B. Locks, rewrites, scans.
    LK03(
            RiskClass.RED,
            "New column with a volatile default",
            "the default is computed for each row: the table and its indexes are written anew under ACCESS EXCLUSIVE",
            "add the column without default, SET DEFAULT, fill old rows in batches"),
    LK04(
            RiskClass.RED,
            "New column that is serial or identity",
            "numbers each row: the table is written anew under ACCESS EXCLUSIVE",
            "add a bigint column, fill it in batches, then attach the sequence"),
    LK05(
            RiskClass.RED,
            "New stored generated column",
            "computes each row: the table is written anew under ACCESS EXCLUSIVE",
            "add a plain column, fill it by a trigger and in batches; on 18 VIRTUAL writes nothing"),
    LK06(
            RiskClass.RED,
            "New NOT NULL column without default",
            "fails on every table that has rows",
            "add it nullable, fill it, then CHECK … NOT VALID, VALIDATE, SET NOT NULL"),
    LK07(
            RiskClass.YELLOW,
            "New column with CHECK",
            "reads the whole table under ACCESS EXCLUSIVE",
            "add the column, then the constraint NOT VALID, then VALIDATE in a file of its own"),
    LK08(
            RiskClass.RED,
            "New column with UNIQUE or PRIMARY KEY",
            "builds the index under ACCESS EXCLUSIVE: nobody can read meanwhile",
            "add the column, CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … USING INDEX"),
    LK09(
            RiskClass.YELLOW,
            "New column with REFERENCES",
            "locks the referenced table against writes as well",
            "add the column, then the foreign key NOT VALID, then VALIDATE"),
    LK10(
            RiskClass.RED,
            "New column of a domain with CHECK",
            "writes the table anew under ACCESS EXCLUSIVE",
            "use the base type and a CHECK … NOT VALID"),
    LK11(
            RiskClass.YELLOW,
            "Type change without rewrite",
            "takes ACCESS EXCLUSIVE for a moment; a timestamp stays as it is only where TimeZone is UTC",
            "keep lock_timeout short, as this tool does"),
    LK12(
            RiskClass.RED,
            "Type change that rewrites",
            "writes the table and its indexes anew under ACCESS EXCLUSIVE",
            "add a new column, write both, fill in batches, switch over"),
    LK13(
            RiskClass.YELLOW,
            "Collation change",
            "indexes on the column are built anew under ACCESS EXCLUSIVE",
            "add a new column with that collation"),
    LK14(
            RiskClass.YELLOW,
            "SET NOT NULL",
            "reads the whole table under ACCESS EXCLUSIVE unless a validated CHECK proves it",
            "ADD CHECK (column IS NOT NULL) NOT VALID, VALIDATE, SET NOT NULL, DROP the CHECK, in files of their own"),
    LK15(RiskClass.YELLOW, "DROP NOT NULL", "programs that read the column may meet NULL", "make readers ready first"),
    LK17(
            RiskClass.YELLOW,
            "CHECK that is validated at once",
            "reads the whole table under ACCESS EXCLUSIVE",
            "ADD … NOT VALID, then VALIDATE CONSTRAINT in a file of its own"),
    LK18(
            RiskClass.YELLOW,
            "CHECK NOT VALID",
            "holds for new rows at once: old programs may be refused",
            "roll out programs that keep it first"),
    LK20(
            RiskClass.RED,
            "NOT VALID and VALIDATE in one transaction",
            "the lock of the first is kept while the second reads the whole table",
            "put VALIDATE into the next file"),
    LK21(
            RiskClass.YELLOW,
            "Foreign key that is validated at once",
            "both tables are locked against writes while all rows are checked",
            "ADD … NOT VALID, then VALIDATE CONSTRAINT in a file of its own"),
    LK22(
            RiskClass.YELLOW,
            "Foreign key NOT VALID",
            "both tables are locked against writes for a moment",
            "keep lock_timeout short, as this tool does"),
    LK24(
            RiskClass.YELLOW,
            "Foreign key without an index",
            "each delete or key change in the referenced table reads the whole referencing one",
            "CREATE INDEX CONCURRENTLY on the referencing columns first"),
    LK25(
            RiskClass.RED,
            "UNIQUE constraint that builds its index",
            "builds the index under ACCESS EXCLUSIVE: nobody can read meanwhile",
            "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … USING INDEX"),
    LK26(
            RiskClass.YELLOW,
            "Constraint from an index",
            "takes ACCESS EXCLUSIVE for a moment, and renames the index",
            "keep lock_timeout short, as this tool does"),
    LK27(
            RiskClass.RED,
            "PRIMARY KEY that builds its index or scans",
            "builds the index, and reads the whole table for NULLs, under ACCESS EXCLUSIVE",
            "make the columns NOT NULL first, CREATE UNIQUE INDEX CONCURRENTLY, then ADD PRIMARY KEY USING INDEX"),
    LK28(
            RiskClass.RED,
            "EXCLUDE constraint",
            "builds its index under ACCESS EXCLUSIVE, and there is no way around it",
            "do it while the table is small, or in a window"),
    LK29(
            RiskClass.YELLOW,
            "DROP CONSTRAINT",
            "takes ACCESS EXCLUSIVE, for a foreign key on both tables",
            "keep lock_timeout short, as this tool does"),
    LK30(
            RiskClass.YELLOW,
            "CREATE INDEX without CONCURRENTLY",
            "nobody can write to the table while the index is built",
            "CREATE INDEX CONCURRENTLY in a file with -- migrate: no-transaction"),
    LK32(
            RiskClass.YELLOW,
            "IF NOT EXISTS with CONCURRENTLY",
            "an index that a failed build left invalid counts as there; the statement does nothing",
            "leave IF NOT EXISTS out; this tool drops and builds an invalid one again"),
    LK33(
            RiskClass.RED,
            "Statement that takes no part in transactions",
            "the server refuses it in a transaction, and a file is run in one",
            "-- migrate: no-transaction at the head of a file of its own"),
    LK34(
            RiskClass.YELLOW,
            "DROP INDEX without CONCURRENTLY",
            "takes ACCESS EXCLUSIVE on the table, too",
            "DROP INDEX CONCURRENTLY in a file with -- migrate: no-transaction"),
    LK63(
            RiskClass.RED,
            "Uniqueness given up",
            "nothing keeps out duplicates from here on, and with duplicates in the table it can't be brought back",
            "create the key that takes its place first, in a file of its own, and say so with allow"),
    LK35(
            RiskClass.YELLOW,
            "REINDEX without CONCURRENTLY",
            "nobody can write to the table meanwhile, and reads by that index wait",
            "REINDEX … CONCURRENTLY"),
    LK37(
            RiskClass.YELLOW,
            "Rename",
            "programs that use the old name fail at once",
            "add the new name beside the old one, move the programs, drop the old one"),
    LK38(
            RiskClass.RED,
            "CLUSTER, VACUUM FULL, SET TABLESPACE or ACCESS METHOD",
            "writes the table anew under ACCESS EXCLUSIVE",
            "use a tool that repacks online, in a window"),
    LK40(
            RiskClass.YELLOW,
            "Storage, compression or replica identity",
            "takes ACCESS EXCLUSIVE for a moment",
            "keep lock_timeout short, as this tool does"),
    LK41(
            RiskClass.YELLOW,
            "Row-level security on",
            "takes ACCESS EXCLUSIVE for a moment; a table without a policy shows no row",
            "create the policies before ENABLE"),
    LK42(
            RiskClass.YELLOW,
            "Trigger created or switched",
            "locks the table against writes for a moment",
            "keep lock_timeout short, as this tool does"),
    LK43(
            RiskClass.YELLOW,
            "ATTACH PARTITION",
            "reads the attached table and the DEFAULT partition under ACCESS EXCLUSIVE on them",
            "add a CHECK that implies the bound to both first"),
    LK44(
            RiskClass.YELLOW,
            "CREATE TABLE … PARTITION OF",
            "takes ACCESS EXCLUSIVE on the parent, and reads the DEFAULT partition",
            "create the table by itself, then ATTACH PARTITION"),
    LK45(
            RiskClass.YELLOW,
            "DETACH PARTITION",
            "takes ACCESS EXCLUSIVE on the parent, the partition and the DEFAULT partition",
            "DETACH PARTITION … CONCURRENTLY"),
    LK46(
            RiskClass.GREEN,
            "New table with REFERENCES",
            "locks the referenced table against writes for a moment",
            "keep lock_timeout short, as this tool does"),
    LK48(
            RiskClass.YELLOW,
            "REFRESH MATERIALIZED VIEW",
            "nobody can read the view meanwhile",
            "REFRESH … CONCURRENTLY, which needs a unique index"),
    LK49(
            RiskClass.YELLOW,
            "View replaced",
            "takes ACCESS EXCLUSIVE on the view; columns can't be taken away",
            "add columns at the end only"),
    LK50(
            RiskClass.YELLOW,
            "Enum value added",
            "the value can't be used in the same transaction",
            "put it into a file of its own"),
    LK51(
            RiskClass.YELLOW,
            "Domain constraint that is validated at once",
            "reads every table that uses the domain, and locks them against writes",
            "ADD … NOT VALID, then VALIDATE CONSTRAINT"),
    LK52(
            RiskClass.YELLOW,
            "Strong locks on several tables in one transaction",
            "all of them are held until the commit, and two transactions may wait for each other",
            "one table in a file"),
    LK53(
            RiskClass.GREEN,
            "Several ALTER TABLE on one table",
            "each takes the lock, and some read the table, anew",
            "combine them"),
    LK54(RiskClass.RED, "LOCK TABLE", "keeps others out until the commit", "leave the locks to the statements"),
    LK55(
            RiskClass.RED,
            "Rows filled in a transaction that holds a strong lock",
            "nobody can use the table until all rows are filled",
            "fill in batches in a file of its own without a transaction"),
    LK56(
            RiskClass.YELLOW,
            "CREATE EXTENSION",
            "needs rights on the database that a migrator should not have",
            "provision extensions with the server; -- migrate: requires-extension waits for them"),
    LK60(
            RiskClass.RED,
            "Timeouts set in a file",
            "a timeout that ends a concurrent build leaves an invalid index; one that stays set changes what follows",
            "use the directive -- migrate: timeout …"),
    LK61(
            RiskClass.YELLOW,
            "SET LOCAL outside of a transaction",
            "has no effect there",
            "SET and RESET, or a file with a transaction"),
    // C. Correctness.
    CR01(
            RiskClass.RED,
            "Expression that is not immutable",
            "the server refuses it in a generated column, an index or its predicate",
            "wrap it into an IMMUTABLE function that names what it depends on"),
    CR02(
            RiskClass.RED,
            "Syntax that PostgreSQL does not have",
            "the server refuses the file",
            "see the message of the parser"),
    CR03(
            RiskClass.RED,
            "Reserved word in the name of a setting",
            "the server refuses it as a syntax error",
            "use another name, or set_config('app.user', …, true)"),
    CR04(
            RiskClass.RED,
            "Operator class or dimensions that do not fit",
            "the server refuses the index",
            "name an operator class of that access method; a vector needs at most 2000 dimensions"),
    CR05(
            RiskClass.RED,
            "Key of a partitioned table without the partition columns",
            "the server refuses it",
            "add the partition columns to the key"),
    CR06(
            RiskClass.YELLOW,
            "IF NOT EXISTS on something of another shape",
            "a table that is there with other columns counts as created",
            "leave it out: the history knows what is there"),
    CR07(RiskClass.YELLOW, "Name longer than 63 bytes", "the server cuts it without an error", "shorten it"),
    CR08(
            RiskClass.RED,
            "Row-level security with a hole",
            "a table without a policy shows nothing, one with a policy for SELECT alone takes no row, and its owner sees all without FORCE",
            "FOR ALL with USING and WITH CHECK, then ENABLE and FORCE"),
    CR09(
            RiskClass.YELLOW,
            "SECURITY DEFINER without search_path",
            "whoever calls it decides which objects its names mean",
            "SET search_path = pg_catalog, public in its definition"),
    CR10(
            RiskClass.YELLOW,
            "Default privileges of one role",
            "hold only for what the role creates that runs the statement",
            "write FOR ROLE, and think of sequences"),
    CR11(
            RiskClass.YELLOW,
            "Statement that can't be repeated, without a transaction",
            "a run that is killed at it can't tell whether it is done",
            "write IF NOT EXISTS or IF EXISTS"),
    CR12(
            RiskClass.GREEN,
            "Type that is mostly a mistake",
            "json, char(n), timestamp without zone, money, serial and int keys cost later",
            "jsonb, text, timestamptz, numeric, identity, bigint"),
    CR13(
            RiskClass.YELLOW,
            "Table without a primary key",
            "its rows can't be told apart: no logical replication of changes, no copy in batches",
            "add a primary key"),
    CR14(RiskClass.RED, "Column set twice", "the server refuses it", "set it once"),
    CR19(
            RiskClass.YELLOW,
            "Depends on the rows that are there",
            "fails where rows break it, after all has been prepared",
            "count what breaks it before"),
    CR20(
            RiskClass.YELLOW,
            "now() in a CHECK",
            "what was right when it was written is wrong when it is restored",
            "check it in a trigger"),
    CR23(
            RiskClass.YELLOW,
            "Schema and data in one file",
            "locks of the schema change are held while rows are written",
            "two files"),
    CR25(
            RiskClass.YELLOW,
            "IF EXISTS on one statement of several",
            "ALTER TABLE IF EXISTS passes over a table that is not there, and the statement that follows fails on it",
            "guard all of them or none: a DO block with IF to_regclass('table') IS NOT NULL around them"),
    CR26(
            RiskClass.RED,
            "Column compared with a setting of another type",
            "a setting is text: the server has no operator for the two, and refuses the policy",
            "cast it: nullif(current_setting('app.user_id', true), '')::uuid"),
    CR24(RiskClass.GREEN, "allow that nothing needs", "it would hide the next mistake", "remove it");

    private final RiskClass riskClass;
    private final String title;
    private final String problem;
    private final String fix;

    PgRule(RiskClass riskClass, String title, String problem, String fix) {
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
