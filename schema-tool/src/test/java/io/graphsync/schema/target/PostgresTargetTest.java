package io.graphsync.schema.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresTargetTest {
    @ParameterizedTest
    @CsvSource({
        "postgres://host/db, jdbc:postgresql://host/db",
        "postgresql://host:5433/db, jdbc:postgresql://host:5433/db",
        "postgres://u:p@host:5433/db, jdbc:postgresql://host:5433/db",
        "postgres://u:p@/db, jdbc:postgresql://localhost/db",
        "postgres://[::1]:5433/db, jdbc:postgresql://[::1]:5433/db",
        "'postgres://a:1,b:2/db?target_session_attrs=primary', 'jdbc:postgresql://a:1,b:2/db?targetServerType=primary'",
        "postgres://host/db?sslmode=require&application_name=a%20b, jdbc:postgresql://host/db?sslmode=require&ApplicationName=a%20b",
        "jdbc:postgresql://host:5433/db?ssl=true, jdbc:postgresql://host:5433/db?ssl=true",
        "jdbc:postgresql:db, jdbc:postgresql://localhost/db",
        "' postgres://host/my%2Fdb ', jdbc:postgresql://host/my%2Fdb"
    })
    void urls_become_jdbc_urls_without_credentials(String url, String jdbcUrl) {
        assertThat(PostgresTarget.parse(url).jdbcUrl()).isEqualTo(jdbcUrl);
    }

    @Test
    void credentials_are_decoded() {
        PostgresTarget target = PostgresTarget.parse("postgres://app%40rw:p%3A%2F+%25@host/db");

        assertThat(target.user()).contains("app@rw");
        assertThat(target.password()).contains("p:/+%");
    }

    @Test
    void credentials_may_be_parameters() {
        PostgresTarget target = PostgresTarget.parse("jdbc:postgresql://host/db?user=u&password=p%26&ssl=true");

        assertThat(target.user()).contains("u");
        assertThat(target.password()).contains("p&");
        assertThat(target.jdbcUrl()).isEqualTo("jdbc:postgresql://host/db?ssl=true");
    }

    @Test
    void a_url_may_name_nobody() {
        PostgresTarget target = PostgresTarget.parse("postgres://host/db");

        assertThat(target.user()).isEmpty();
        assertThat(target.password()).isEmpty();
    }

    @Test
    void a_password_is_never_printed() {
        PostgresTarget target = PostgresTarget.parse("postgres://u:hunter2@host/db?sslpassword=hunter2");

        assertThat(target.toString()).isEqualTo("u@host/db");
        assertThat(target.address()).isEqualTo("host/db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host/db",
                "mysql://u:hunter2@host/db",
                "postgres://u:hunter2@host",
                "postgres://u:hunter2@host/",
                "postgres://u:hunter2@host:port/db",
                "postgres://u:hunter2@host:99999/db",
                "postgres://u:hunter2#x@ho st/db"
            })
    void other_texts_are_refused_without_repeating_them(String url) {
        assertThatThrownBy(() -> PostgresTarget.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("hunter2");
    }
}
