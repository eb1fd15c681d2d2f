package io.graphsync.console.erase;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.Output;
import io.graphsync.console.terminal.TextTable;
import io.graphsync.retry.erasure.Erasure;
import io.graphsync.retry.erasure.ErasureException;
import io.graphsync.retry.erasure.UserErasure;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code graphsync erase list}: the erasures that were begun and are not finished. */
@Command(
        name = "list",
        description = {
            "Lists erasures that were begun and are not finished.",
            "By erase user, or by an application that called graph_erase_user. Exit code 5 if there is one."
        },
        mixinStandardHelpOptions = true)
final class EraseListCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls the command
    private CommandSpec spec;

    @Mixin
    private final EraseOptions options = new EraseOptions();

    @Override
    public Integer call() {
        List<Erasure> unfinished;
        try {
            unfinished = UserErasure.unfinished(options.stores().erasure());
        } catch (ErasureException e) {
            throw EraseOptions.failure(e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                options.output() == Output.TEXT
                        ? text(unfinished)
                        : options.output().document(json(unfinished)));
        out.flush();
        return (unfinished.isEmpty() ? ExitCode.DONE : ExitCode.FOUND).code();
    }

    private static String text(List<Erasure> unfinished) {
        if (unfinished.isEmpty()) {
            return "no erasure is unfinished";
        }
        TextTable table = new TextTable("USER", "REQUESTED", "CONVERSATIONS", "MESSAGES");
        unfinished.forEach(erasure -> table.add(
                erasure.user().toString(),
                erasure.requestedAt().toString(),
                Integer.toString(erasure.conversations().size()),
                Integer.toString(erasure.messages().size())));
        return table.render() + "\nnext: graphsync erase user "
                + unfinished.getFirst().user() + " --execute --note TEXT";
    }

    private static ObjectNode json(List<Erasure> unfinished) {
        ObjectNode root = JSON.createObjectNode().put("format", "graphsync.erase.list/1");
        var array = root.putArray("unfinished");
        unfinished.forEach(erasure -> array.addObject()
                .put("id", erasure.id().toString())
                .put("user", erasure.user().toString())
                .put("requested_at", erasure.requestedAt().toString())
                .put("conversations", erasure.conversations().size())
                .put("messages", erasure.messages().size()));
        return root;
    }
}
