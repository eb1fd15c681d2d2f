package io.graphsync.schema.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphsync.schema.failure.MigrateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the real git. */
class GitChangesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void repository() throws Exception {
        git("init", "--quiet", "--initial-branch=main");
        file("pg/01_old.sql");
        file("pg/02_edited.sql");
        file("pg/03_taken_back.sql");
        commit("begin");
        git("checkout", "--quiet", "-b", "topic");
    }

    @Test
    void what_is_committed_edited_or_new_has_changed() throws Exception {
        Path committed = file("pg/04_committed.sql");
        commit("on the branch");
        Path edited = Files.writeString(folder.resolve("pg/02_edited.sql"), "SELECT 2;");
        Path untracked = file("pg/05 neu ä.sql");
        Path taken = folder.resolve("pg/03_taken_back.sql");
        file("pg/03_taken_back.down.sql");

        GitChanges changes = GitChanges.since("main", List.of(folder.resolve("pg")));

        assertThat(List.of(committed, edited, untracked, taken)).allMatch(changes::touch);
        assertThat(changes.touch(folder.resolve("pg/01_old.sql"))).isFalse();
    }

    @Test
    void what_the_other_branch_got_since_is_none_of_ours() throws Exception {
        git("checkout", "--quiet", "main");
        Path theirs = file("pg/04_theirs.sql");
        commit("meanwhile");
        git("checkout", "--quiet", "topic");
        Files.createDirectories(theirs.getParent());

        assertThat(GitChanges.since("main", List.of(folder.resolve("pg"))).touch(theirs))
                .isFalse();
    }

    @Test
    void a_single_file_and_a_folder_that_a_link_leads_to_are_found() throws Exception {
        Path edited = Files.writeString(folder.resolve("pg/02_edited.sql"), "SELECT 2;");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("pg"));

        assertThat(GitChanges.since("main", List.of(edited)).touch(edited)).isTrue();
        assertThat(GitChanges.since("main", List.of(link)).touch(link.resolve("02_edited.sql")))
                .isTrue();
    }

    @Test
    void an_unknown_ref_and_a_folder_outside_of_git_are_refused(@TempDir Path elsewhere) {
        assertThatThrownBy(() -> GitChanges.since("--all", List.of(folder)))
                .isInstanceOf(MigrateException.class)
                .hasMessageContaining("'--all' is not known")
                .hasMessageContaining("fetch");
        assertThatThrownBy(() -> GitChanges.since("main", List.of(elsewhere)))
                .isInstanceOf(MigrateException.class)
                .hasMessageContaining("is no working tree of git");
    }

    @Test
    void branches_that_share_nothing_can_not_be_compared() throws Exception {
        git("checkout", "--quiet", "--orphan", "other");
        commit("from nothing");

        assertThatThrownBy(() -> GitChanges.since("main", List.of(folder)))
                .isInstanceOf(MigrateException.class)
                .hasMessageContaining("share no commit");
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "SELECT 1;");
    }

    private void commit(String message) throws Exception {
        git("add", "--all");
        git("-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "-m", message);
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
