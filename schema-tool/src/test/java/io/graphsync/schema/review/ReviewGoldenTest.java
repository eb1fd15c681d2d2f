package io.graphsync.schema.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graphsync.schema.file.GivenFiles;
import io.graphsync.schema.parse.StatementReader;
import io.graphsync.schema.report.review.ReviewGithub;
import io.graphsync.schema.report.review.ReviewJson;
import io.graphsync.schema.report.review.ReviewJunit;
import io.graphsync.schema.report.review.ReviewMarkdown;
import io.graphsync.schema.report.review.ReviewSarif;
import io.graphsync.schema.report.review.ReviewText;
import io.graphsync.schema.review.cypher.CypherRule;
import io.graphsync.schema.review.pg.PgRule;
import io.graphsync.schema.review.text.LargeTables;
import io.graphsync.schema.review.text.Reviewer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The outputs of one review with all three verdicts, as they are meant to look. */
class ReviewGoldenTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
    private static final Review REVIEW = review();

    @ParameterizedTest
    @ValueSource(strings = {"review.txt", "review.md", "review.json", "review.sarif", "review.github", "review.xml"})
    void an_output_looks_as_it_did(String name) throws IOException {
        String text = render(name);
        Path golden = GOLDEN.resolve(name);
        if (Boolean.getBoolean("graphsync.golden.write")) {
            Files.writeString(golden, text);
        }

        assertThat(text).isEqualTo(Files.readString(golden));
    }

    @Test
    void all_verdicts_are_among_them() {
        assertThat(REVIEW.files())
                .extracting(FileReview::verdict)
                .containsExactly(Verdict.BLOCKED, Verdict.NEEDS_CHANGES, Verdict.SAFE);
        assertThat(REVIEW.verdict()).isEqualTo(Verdict.BLOCKED);
    }

    @Test
    void json_has_the_fields_that_programs_read() throws IOException {
        JsonNode root = new JsonMapper().readTree(render("review.json"));

        assertThat(root.path("format").asText()).isEqualTo("migrate.review/1");
        assertThat(root.path("verdict").asText()).isEqualTo("BLOCKED");
        root.path("files").forEach(file -> {
            assertThat(names(file)).contains("file", "store", "verdict", "statements");
            file.path("statements")
                    .forEach(statement -> assertThat(names(statement))
                            .contains(
                                    "line",
                                    "sql",
                                    "understood",
                                    "destructive",
                                    "class",
                                    "findings",
                                    "locks",
                                    "rewrites",
                                    "scans",
                                    "reversible",
                                    "source"));
        });
        assertThat(root.findValues("locks").stream().filter(locks -> !locks.isEmpty()))
                .allSatisfy(locks -> assertThat(names(locks.get(0))).containsExactly("relation", "mode"));
    }

    @Test
    void sarif_has_the_structure_of_2_1_0() throws IOException {
        JsonNode root = new JsonMapper().readTree(render("review.sarif"));

        assertThat(root.path("version").asText()).isEqualTo("2.1.0");
        assertThat(root.path("runs")).hasSize(1);
        JsonNode driver = root.path("runs").get(0).path("tool").path("driver");
        assertThat(driver.path("name").asText()).isNotBlank();
        List<String> rules = driver.path("rules").findValuesAsText("id");
        assertThat(rules).doesNotHaveDuplicates().contains("DD06", "LK30", "CY05");
        JsonNode results = root.path("runs").get(0).path("results");
        assertThat(results).isNotEmpty().allSatisfy(result -> {
            assertThat(result.path("ruleId").asText()).isNotBlank();
            assertThat(Set.of("none", "note", "warning", "error"))
                    .contains(result.path("level").asText());
            assertThat(result.path("message").path("text").asText()).isNotBlank();
            JsonNode place = result.path("locations").get(0).path("physicalLocation");
            assertThat(place.path("artifactLocation").path("uri").asText()).isNotBlank();
            assertThat(place.path("region").path("startLine").asInt()).isPositive();
        });
    }

    @Test
    void junit_is_well_formed_and_counts_right() throws Exception {
        Element root = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(render("review.xml").getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();

        NodeList suites = root.getElementsByTagName("testsuite");
        assertThat(suites.getLength()).isEqualTo(REVIEW.files().size());
        for (int i = 0; i < suites.getLength(); i++) {
            Element suite = (Element) suites.item(i);
            assertThat(suite.getAttribute("tests")).isEqualTo(count(suite, "testcase"));
            assertThat(suite.getAttribute("failures")).isEqualTo(count(suite, "failure"));
        }
    }

    private static String count(Element suite, String name) {
        return String.valueOf(suite.getElementsByTagName(name).getLength());
    }

    private static List<String> names(JsonNode node) {
        return Stream.of(node.fieldNames())
                .flatMap(names -> {
                    List<String> found = new java.util.ArrayList<>();
                    names.forEachRemaining(found::add);
                    return found.stream();
                })
                .toList();
    }

    private static String render(String name) {
        List<Rule> rules = Stream.<Rule>concat(Arrays.stream(PgRule.values()), Arrays.stream(CypherRule.values()))
                .toList();
        return switch (name.substring(name.indexOf('.') + 1)) {
            case "txt" -> ReviewText.render(REVIEW, true);
            case "md" -> ReviewMarkdown.render(REVIEW);
            case "json" -> ReviewJson.render(REVIEW);
            case "sarif" -> ReviewSarif.render(REVIEW, "1.0.0", rules);
            case "github" -> ReviewGithub.render(REVIEW);
            default -> ReviewJunit.render(REVIEW);
        };
    }

    private static Review review() {
        StatementReader reader = new StatementReader();
        Reviewer reviewer = new Reviewer(reader);
        List<GivenFiles.Given> given = GivenFiles.read(List.of(
                GOLDEN.resolve("01_blocked.sql"),
                GOLDEN.resolve("02_needs_changes.sql"),
                GOLDEN.resolve("03_safe.cypher")));
        TableSizes sizes = new TableSizes(Map.of("public.messages", 640_000_000L));
        List<FileReview> files = given.stream()
                .map(file -> LargeTables.weigh(
                        file.file(),
                        reviewer.review(String.valueOf(Path.of(file.path()).getFileName()), file.file()),
                        sizes))
                .toList();
        return new Review(files, List.of("02_needs_changes.sql was not rehearsed: an example of a note"), sizes);
    }
}
