package io.graphsync.verification.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of docs/architecture.md: who may use whom, and behind which package each library stays. */
@AnalyzeClasses(packages = "io.graphsync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String OUTBOX = "io.graphsync.outbox..";
    private static final String SOURCE = "io.graphsync.source..";
    private static final String SINK = "io.graphsync.sink..";
    private static final String RETRY = "io.graphsync.retry..";
    private static final String SCHEMA = "io.graphsync.schema..";
    private static final String CONSOLE = "io.graphsync.console..";
    private static final String STACK = "io.graphsync.stack..";

    @ArchTest
    static final ArchRule the_contract_knows_nobody = noClasses()
            .that()
            .resideInAPackage(OUTBOX)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SOURCE, SINK, RETRY, SCHEMA, CONSOLE, STACK);

    @ArchTest
    static final ArchRule the_contract_needs_the_jdk_and_jackson_alone = classes()
            .that()
            .resideInAPackage(OUTBOX)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(OUTBOX, "java..", "com.fasterxml.jackson..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule the_source_meets_the_others_in_the_contract = noClasses()
            .that()
            .resideInAPackage(SOURCE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SINK, RETRY, SCHEMA, CONSOLE, STACK);

    @ArchTest
    static final ArchRule the_sink_meets_the_others_in_the_contract = noClasses()
            .that()
            .resideInAPackage(SINK)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SOURCE, RETRY, SCHEMA, CONSOLE, STACK);

    @ArchTest
    static final ArchRule the_router_meets_the_others_in_the_contract = noClasses()
            .that()
            .resideInAPackage(RETRY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SOURCE, SINK, SCHEMA, CONSOLE, STACK);

    @ArchTest
    static final ArchRule the_schema_tool_knows_nothing_of_the_pipeline = noClasses()
            .that()
            .resideInAPackage(SCHEMA)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(OUTBOX, SOURCE, SINK, RETRY, CONSOLE);

    @ArchTest
    static final ArchRule only_a_rehearsal_of_the_schema_tool_starts_servers = noClasses()
            .that()
            .resideInAPackage(SCHEMA)
            .and()
            .resideOutsideOfPackage("io.graphsync.schema.rehearse..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(STACK);

    @ArchTest
    static final ArchRule the_console_never_ships_the_local_stack = noClasses()
            .that()
            .resideInAPackage(CONSOLE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(STACK);

    @ArchTest
    static final ArchRule the_local_stack_stands_alone = noClasses()
            .that()
            .resideInAPackage(STACK)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(OUTBOX, SOURCE, SINK, RETRY, SCHEMA, CONSOLE);

    @ArchTest
    static final ArchRule debezium_stays_in_the_capture = noClasses()
            .that()
            .resideInAPackage("io.graphsync..")
            .and()
            .resideOutsideOfPackage("io.graphsync.source.capture..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.debezium..", "org.apache.kafka.connect..");

    @ArchTest
    static final ArchRule the_neo4j_driver_stays_with_those_who_read_and_write_graphs = noClasses()
            .that()
            .resideInAPackage("io.graphsync..")
            .and()
            .resideOutsideOfPackages(
                    "io.graphsync.sink.write..", "io.graphsync.sink.verify..", "io.graphsync.schema.target..", STACK)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.neo4j.driver..");

    @ArchTest
    static final ArchRule streams_stays_in_the_topology = noClasses()
            .that()
            .resideInAPackage("io.graphsync..")
            .and()
            .resideOutsideOfPackage("io.graphsync.retry.topology..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka.streams..");

    @ArchTest
    static final ArchRule files_for_an_import_are_written_by_one_package = noClasses()
            .that()
            .resideInAPackage(SINK)
            .and()
            .resideOutsideOfPackage("io.graphsync.sink.offline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.rocksdb..", "de.siegmar.fastcsv..");

    @ArchTest
    static final ArchRule picocli_stays_in_the_command_lines = noClasses()
            .that()
            .resideInAPackage("io.graphsync..")
            .and()
            .resideOutsideOfPackages(CONSOLE, "io.graphsync.schema.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule parsers_of_sql_and_cypher_stay_in_one_package = noClasses()
            .that()
            .resideInAPackage("io.graphsync..")
            .and()
            .resideOutsideOfPackage("io.graphsync.schema.parse..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.graalvm..", "org.pgcodekeeper..", "org.antlr..", "org.neo4j.cypher.internal..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("io.graphsync.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nobody_exits_the_jvm_but_a_main =
            noClasses().that().haveSimpleNameNotEndingWith("Main").should().callMethod(System.class, "exit", int.class);
}
