package io.graphsync.schema.review.pg;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.junit.LocalStackExtension;
import io.graphsync.stack.junit.TestStack;
import io.graphsync.stack.junit.UseStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the review knows of the server's own functions and tables, beside what a server says of them. */
@ExtendWith(LocalStackExtension.class)
@UseStack(ServerKind.POSTGRES)
class BuiltinsIT {
    @Test
    void every_function_is_known_as_at_least_as_volatile_as_the_server_says(TestStack stack) throws SQLException {
        List<String> wrong = new ArrayList<>();
        try (Connection connection = stack.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT proname, pronargs - pronargdefaults, pronargs, provolatile FROM pg_proc
                        WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND provariadic = 0
                          AND prorettype <> 'trigger'::regtype
                        """)) {
            while (rows.next()) {
                String name = rows.getString(1);
                if (!Builtins.isKnown(name)) {
                    wrong.add(name + " is not known");
                }
                for (int arguments = rows.getInt(2); arguments <= rows.getInt(3); arguments++) {
                    boolean isVolatile = rows.getString(4).equals("v");
                    if (isVolatile && !Builtins.mayBeVolatile(name, arguments)) {
                        wrong.add(name + "/" + arguments + " is volatile");
                    }
                    if (rows.getString(4).equals("i") && Builtins.isNeverImmutable(name, arguments)) {
                        wrong.add(name + "/" + arguments + " is immutable");
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void every_table_of_the_server_counts_as_its_own(TestStack stack) throws SQLException {
        List<String> unknown = new ArrayList<>();
        try (Connection connection = stack.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT relname FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'
                        """)) {
            while (rows.next()) {
                if (!Catalogs.holds(new PgName("public", rows.getString(1), false))) {
                    unknown.add(rows.getString(1));
                }
            }
        }

        assertThat(unknown).isEmpty();
    }
}
