package io.graphsync.outbox.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a release wrote into the topics every later one reads. A new version of a payload brings its sample. */
class HistoricPayloadsTest {
    record Sample(EventType type, int version) {
        @Override
        public String toString() {
            return type.name() + ".v" + version;
        }
    }

    static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (EventType type : EventTypeReader.builtIn().types()) {
            for (int version = 1; version <= type.version(); version++) {
                samples.add(new Sample(type, version));
            }
        }
        return samples;
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_payload_of_every_version_is_read_and_names_the_same_element(Sample sample) throws Exception {
        Payload then = sample.type().validate(read(sample.toString()), sample.version());
        Payload now = sample.type()
                .validate(read(sample.type().name() + ".v" + sample.type().version()));

        assertThat(sample.type().key(then)).isEqualTo(sample.type().key(now));
        assertThat(sample.type().regionOf(then)).isEqualTo(sample.type().regionOf(now));
    }

    private static String read(String name) throws IOException {
        try (InputStream in = HistoricPayloadsTest.class.getResourceAsStream("history/" + name + ".json")) {
            assertThat(in)
                    .as("history/%s.json is the sample of that version", name)
                    .isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
