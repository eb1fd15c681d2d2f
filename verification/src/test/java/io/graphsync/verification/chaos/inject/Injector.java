package io.graphsync.verification.chaos.inject;

import io.graphsync.stack.ServerKind;
import io.graphsync.stack.StackServer;
import io.graphsync.verification.chaos.plan.App;
import io.graphsync.verification.chaos.plan.Fault;
import io.graphsync.verification.chaos.plan.Target;
import io.graphsync.verification.chaos.proxy.LinkFault;
import io.graphsync.verification.chaos.proxy.LinkFault.Direction;
import io.graphsync.verification.chaos.proxy.TcpProxy;
import io.graphsync.verification.chaos.stage.AppProcess;
import io.graphsync.verification.chaos.stage.Disk;
import io.graphsync.verification.chaos.stage.Servers;
import io.graphsync.verification.chaos.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Breaks what a fault names, and gives back how it is mended. */
final class Injector {
    private static final LinkFault DELAY = new LinkFault.Delay(Duration.ofMillis(50), Duration.ofMillis(250));
    private static final LinkFault SLOW = new LinkFault.SlowDrain(4_000);
    private static final LinkFault DEAF = new LinkFault.HalfOpen(Direction.TO_SERVER);
    private static final LinkFault MUTE = new LinkFault.HalfOpen(Direction.TO_CLIENT);

    private final Stage stage;
    private final List<UUID> busyConversations;
    private final long seed;

    Injector(Stage stage, List<UUID> busyConversations, long seed) {
        this.stage = stage;
        this.busyConversations = List.copyOf(busyConversations);
        this.seed = seed;
    }

    Injection begin(Fault fault) throws Exception {
        return switch (fault.target()) {
            case Target.Instance target -> onProcess(fault, stage.process(target.app()));
            case Target.ActiveSource target -> {
                Optional<AppProcess> active = stage.activeSource();
                // While none reads the slot, one of them is about to.
                yield onProcess(fault, active.orElseGet(() -> anySource(fault.number())));
            }
            case Target.Server target -> onServer(fault, target.server());
            case Target.Hop target -> onHop(fault, stage.proxy(target));
            case Target.Topics target -> {
                int sent = new LateDuplicates(stage.servers().kafka().bootstrapServers(), seed + fault.number()).send();
                yield new Injection(sent + " events", () -> {});
            }
        };
    }

    private AppProcess anySource(int number) {
        List<AppProcess> sources = stage.processes().stream()
                .filter(process -> process.app().part() == App.Part.SOURCE)
                .toList();
        return sources.get(number % sources.size());
    }

    private static Injection onProcess(Fault fault, AppProcess process) {
        String name = process.app().name();
        return switch (fault.kind()) {
            case KILL, KILL_ACTIVE -> {
                process.kill();
                yield new Injection(fault.target().toString().equals(name) ? "" : name, process::start);
            }
            case PAUSE -> {
                process.pause();
                yield Injection.of(process::resume);
            }
            case RESTART -> {
                boolean drained = process.stop();
                yield new Injection(drained ? "" : "did not end, and was killed", process::start);
            }
            default -> throw mismatch(fault);
        };
    }

    private Injection onServer(Fault fault, ServerKind kind) throws Exception {
        Servers servers = stage.servers();
        StackServer server = servers.server(kind);
        return switch (fault.kind()) {
            case SERVER_KILL -> {
                server.kill();
                yield Injection.of(server::start);
            }
            case SERVER_RESTART -> {
                server.stop();
                yield Injection.of(server::start);
            }
            case SERVER_PAUSE -> {
                server.pause();
                yield Injection.of(server::resume);
            }
            case IMMEDIATE_STOP -> {
                servers.stopPostgresImmediately();
                yield Injection.of(server::start);
            }
            case DISK_FULL -> fillDisk(server, servers.disk(kind).orElseThrow());
            case GRAPH_LOCKED -> {
                GraphLock lock = GraphLock.take(servers.neo4j(), busyConversations);
                yield Injection.of(lock::close);
            }
            default -> throw mismatch(fault);
        };
    }

    /** A server whose disk was full may have given up writing for good, or ended: its operator starts it again. */
    private static Injection fillDisk(StackServer server, Disk disk) throws Exception {
        disk.fill();
        return Injection.of(() -> {
            disk.free();
            server.kill();
            server.start();
        });
    }

    private static Injection onHop(Fault fault, TcpProxy proxy) {
        return switch (fault.kind()) {
            case CUT -> {
                proxy.cut();
                yield Injection.of(proxy::cut);
            }
            case DELAY -> harm(proxy, DELAY);
            case BLACK_HOLE -> harm(proxy, new LinkFault.BlackHole());
            case DEAF -> harm(proxy, DEAF);
            case MUTE -> harm(proxy, MUTE);
            case SLOW_DRAIN -> harm(proxy, SLOW);
            default -> throw mismatch(fault);
        };
    }

    private static Injection harm(TcpProxy proxy, LinkFault fault) {
        proxy.harm(fault);
        return Injection.of(proxy::heal);
    }

    private static IllegalArgumentException mismatch(Fault fault) {
        return new IllegalArgumentException(fault.kind() + " can't happen to " + fault.target());
    }
}
