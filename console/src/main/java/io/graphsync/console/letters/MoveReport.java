package io.graphsync.console.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.TextTable;
import io.graphsync.retry.letters.FollowUp;
import io.graphsync.retry.letters.FollowUp.End;
import io.graphsync.retry.letters.Letter;
import io.graphsync.retry.letters.Moved;
import io.graphsync.retry.letters.RedrivePlan;
import io.graphsync.retry.letters.RedrivePlan.Skip;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of a redrive or a discard, or what would. Pure.
 *
 * @param command {@code redrive} or {@code discard}
 * @param plan what was decided
 * @param moved what was done; empty for a dry run
 * @param followUp what became of the events; empty where they were not followed
 */
record MoveReport(String command, RedrivePlan plan, Optional<Moved> moved, Optional<FollowUp> followUp) {
    private static final int MOST_IDS = 10;

    String text() {
        List<String> lines = new ArrayList<>();
        String past = command.equals("redrive") ? "redriven" : "discarded";
        if (moved.isEmpty()) {
            lines.add("dry run: " + letters(plan.chosen().size()) + " would be " + past);
            groups(lines);
        } else {
            lines.add(letters(moved.get().moved().size()) + " " + past
                    + (moved.get().whole() ? "" : ", " + left() + " left: stopped on request; run it again to go on"));
        }
        skips().forEach((skip, count) -> lines.add(count + " left alone: " + skip.text()));
        followUp.ifPresent(found -> follow(found, lines));
        if (moved.isEmpty() && !plan.chosen().isEmpty()) {
            lines.add("to do it, repeat the command with --execute --note \"why\"");
        }
        return String.join("\n", lines);
    }

    private static String letters(int count) {
        return count == 1 ? "1 letter" : count + " letters";
    }

    private void groups(List<String> lines) {
        LetterGroup.of(plan.chosen())
                .forEach(group -> lines.add("  " + group.open() + "  " + TextTable.clean(group.reason()) + "  "
                        + TextTable.clean(group.eventType())));
    }

    private static void follow(FollowUp found, List<String> lines) {
        Map<End, Integer> counts = found.counts();
        for (End end : End.values()) {
            int count = counts.getOrDefault(end, 0);
            if (count > 0) {
                lines.add(count + " " + words(end));
            }
        }
        new TreeMap<>(found.reasons())
                .forEach((reason, count) -> lines.add("  " + count + " failed with " + TextTable.clean(reason)));
        if (!found.isOver()) {
            lines.add("some have not come to an end: the router and the sink must be running; see"
                    + " graphsync dlt list --in-flight");
        }
    }

    private static String words(End end) {
        return end.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private int left() {
        int done = moved.map(found -> found.moved().size() + found.skipped().size())
                .orElse(0);
        return plan.chosen().size() - done;
    }

    private Map<Skip, Integer> skips() {
        Map<Letter, Skip> all = new HashMap<>(plan.skipped());
        moved.ifPresent(found -> all.putAll(found.skipped()));
        Map<Skip, Integer> counts = new EnumMap<>(Skip.class);
        all.values().forEach(skip -> counts.merge(skip, 1, Integer::sum));
        return counts;
    }

    ObjectNode json() {
        ObjectNode root = LetterJson.document("dlt-" + command)
                .put("executed", moved.isPresent())
                .put("chosen", plan.chosen().size())
                .put("moved", moved.map(found -> found.moved().size()).orElse(0))
                .put("whole", moved.map(Moved::whole).orElse(true));
        ObjectNode skipped = root.putObject("skipped");
        skips().forEach((skip, count) -> skipped.put(skip.name().toLowerCase(Locale.ROOT), count));
        followUp.ifPresent(found -> {
            ObjectNode ends = root.putObject("ends");
            found.counts().forEach((end, count) -> ends.put(end.name().toLowerCase(Locale.ROOT), count));
            ObjectNode reasons = root.putObject("reasons");
            new TreeMap<>(found.reasons()).forEach(reasons::put);
            root.put("over", found.isOver());
        });
        return root;
    }

    /** Returns one document for each letter. */
    List<ObjectNode> lines() {
        Map<String, End> ends = followUp.map(FollowUp::ends).orElse(Map.of());
        List<ObjectNode> lines = new ArrayList<>();
        for (Letter letter : moved.map(Moved::moved).orElse(plan.chosen())) {
            End end = ends.get(letter.id());
            ObjectNode line = LetterJson.of(letter).put("moved", moved.isPresent());
            if (end != null) {
                line.put("end", end.name().toLowerCase(Locale.ROOT));
            }
            lines.add(line);
        }
        plan.skipped()
                .forEach((letter, skip) -> lines.add(LetterJson.of(letter)
                        .put("moved", false)
                        .put("skipped", skip.name().toLowerCase(Locale.ROOT))));
        return lines;
    }

    /** Returns what the process exits with. */
    ExitCode exitCode(boolean interrupted) {
        if (interrupted) {
            return ExitCode.INTERRUPTED;
        }
        if (plan.chosen().isEmpty() && plan.skipped().containsValue(Skip.QUARANTINED)) {
            return ExitCode.REFUSED;
        }
        if (followUp.filter(found -> found.counts().containsKey(End.FAILED_AGAIN))
                .isPresent()) {
            return ExitCode.FOUND;
        }
        boolean open = followUp.filter(found -> !found.isOver()).isPresent();
        return open || moved.filter(found -> !found.whole()).isPresent() ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    /** Names the first letters of the plan that are left alone by policy. */
    String quarantined() {
        List<String> ids = plan.skipped().entrySet().stream()
                .filter(entry -> entry.getValue() == Skip.QUARANTINED)
                .map(entry -> entry.getKey().id())
                .sorted()
                .toList();
        return ids.isEmpty()
                ? ""
                : "quarantined: " + String.join(", ", ids.subList(0, Math.min(MOST_IDS, ids.size())))
                        + (ids.size() > MOST_IDS ? ", …" : "")
                        + " came back after as many redrives as --max-redrives allows; look at one with graphsync dlt show";
    }
}
