package io.graphsync.stack.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStampTest {
    @Test
    void this_process_lives_and_its_stamp_survives_being_written_down() {
        ProcessStamp stamp = ProcessStamp.of(ProcessHandle.current().pid()).orElseThrow();

        assertThat(stamp.isAlive()).isTrue();
        assertThat(ProcessStamp.parse(stamp.toString())).isEqualTo(stamp);
    }

    @Test
    void a_later_process_with_the_same_id_is_another_one() {
        assertThat(new ProcessStamp(ProcessHandle.current().pid(), "1").isAlive())
                .isFalse();
    }

    @Test
    void a_command_with_blanks_and_parentheses_does_not_shift_the_fields() {
        String stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 99 98";

        assertThat(ProcessStamp.parseStat(7, stat)).contains(new ProcessStamp(7, "4711"));
    }

    @Test
    void a_process_of_which_only_the_exit_code_is_left_has_ended() {
        String stat = "7 (java) Z 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 99 98";

        assertThat(ProcessStamp.parseStat(7, stat)).isEmpty();
    }
}
