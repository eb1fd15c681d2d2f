package io.graphsync.console.rebuild;

import io.graphsync.console.exit.ExitCode;
import io.graphsync.console.terminal.Interruption;
import io.graphsync.console.terminal.Output;
import io.graphsync.console.terminal.ProgressLine;
import io.graphsync.sink.job.Job;
import io.graphsync.sink.job.JobState;
import io.graphsync.sink.outage.StopSignal;
import io.graphsync.sink.rebuild.RebuildProgress;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Works on a job in the foreground: tells how far it is, turns Ctrl-C into a stop, and tells how it was left. */
final class JobWork {
    private final CommandSpec spec;
    private final Output output;

    JobWork(CommandSpec spec, Output output) {
        this.spec = spec;
        this.output = output;
    }

    /** What is done. */
    interface Attempt {
        Job run(StopSignal stop, Consumer<RebuildProgress> listener) throws InterruptedException;
    }

    int run(Attempt attempt) throws InterruptedException {
        StopSignal stop = new StopSignal();
        ProgressLine line = new ProgressLine(spec.commandLine().getErr());
        Job job;
        boolean interrupted;
        try (Interruption interruption = new Interruption(stop::request)) {
            job = attempt.run(stop, progress -> line.say(progress.line()));
            interrupted = interruption.isAsked();
        } finally {
            line.end();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(JobRenderer.render(job, output));
        out.flush();
        ExitCode code =
                interrupted && job.state() == JobState.INTERRUPTED ? ExitCode.INTERRUPTED : JobRenderer.exitCode(job);
        return code.code();
    }
}
