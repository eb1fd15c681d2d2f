package io.graphsync.verification.chaos.plan;

import io.graphsync.verification.chaos.plan.Scene.Place;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Decides from a seed which faults happen when. Scenes come like cards from a shuffled deck, so that a short run, too,
 * sees most kinds; they overlap as chance has it, but nothing is broken again before its last fault was taken back.
 */
public final class FaultPlanner {
    private static final Duration REST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final double SHARE_OF_LONG_FAULTS = 0.06;
    private static final double SHARE_AFTER_CALM = 0.25;

    private final PlanSettings settings;
    private final Random random;
    private final Deque<Scene> deck = new ArrayDeque<>();
    private final Map<String, Duration> busyUntil = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    private FaultPlanner(long seed, PlanSettings settings) {
        this.settings = settings;
        this.random = new Random(seed);
    }

    /** Makes the plan of a seed; always the same for the same settings. */
    public static List<Fault> plan(long seed, PlanSettings settings) {
        return new FaultPlanner(seed, settings).plan();
    }

    private List<Fault> plan() {
        Duration at = gap();
        while (at.compareTo(settings.lasts()) < 0) {
            add(nextScene(), at);
            at = at.plus(gap());
        }
        faults.sort(Comparator.comparing(Fault::at));
        List<Fault> numbered = new ArrayList<>();
        for (Fault fault : faults) {
            numbered.add(new Fault(
                    numbered.size() + 1, fault.kind(), fault.target(), fault.afterCalm(), fault.at(), fault.lasts()));
        }
        return List.copyOf(numbered);
    }

    /** Between half the mean and one and a half times the mean. */
    private Duration gap() {
        long mean = settings.meanGap().toMillis();
        return Duration.ofMillis(mean / 2 + random.nextLong(mean + 1));
    }

    private Scene nextScene() {
        if (deck.isEmpty()) {
            List<Scene> scenes = new ArrayList<>(Scene.deck());
            scenes.removeIf(scene ->
                    scene.acts().stream().anyMatch(act -> settings.without().contains(act.kind())));
            Collections.shuffle(scenes, random);
            deal(scenes);
        }
        return deck.remove();
    }

    /** Pairs come first, in turn with single faults: a short run is to see all of them. */
    private void deal(List<Scene> shuffled) {
        Deque<Scene> singles = new ArrayDeque<>();
        for (Scene scene : shuffled) {
            if (scene.acts().size() == 1) {
                singles.add(scene);
            }
        }
        for (Scene scene : shuffled) {
            if (scene.acts().size() > 1) {
                deck.add(scene);
                if (!singles.isEmpty()) {
                    deck.add(singles.remove());
                }
            }
        }
        deck.addAll(singles);
    }

    private void add(Scene scene, Duration at) {
        Optional<Fault> first = Optional.empty();
        for (Scene.Act act : scene.acts()) {
            Duration from = first.map(before ->
                            before.at().plusMillis((long) (before.lasts().toMillis() * scene.lateness())))
                    .orElse(at);
            boolean outlastsAnother = scene.acts().size() > 1 && first.isEmpty();
            // Two faults do the harm that they are meant to do only where the pipeline is at work.
            boolean afterCalm = first.isEmpty() && (outlastsAnother || random.nextDouble() < SHARE_AFTER_CALM);
            for (Target target : choose(act.place())) {
                Optional<Fault> fault = fault(act, target, from, outlastsAnother, afterCalm);
                if (fault.isPresent()) {
                    faults.add(fault.get());
                    occupy(fault.get());
                    first = first.or(() -> fault);
                }
            }
            if (first.isEmpty()) {
                return;
            }
        }
    }

    private List<Target> choose(Place place) {
        List<Target> targets = targets(place);
        return targets.isEmpty() || place instanceof Place.EveryApp
                ? targets
                : List.of(targets.get(random.nextInt(targets.size())));
    }

    private Optional<Fault> fault(
            Scene.Act act, Target target, Duration from, boolean outlastsAnother, boolean afterCalm) {
        Duration at = latest(from, busy(target));
        Duration lasts = lasts(act.kind(), outlastsAnother);
        Duration left = settings.lasts().minus(at);
        if (left.compareTo(act.kind().shortest()) < 0) {
            return Optional.empty();
        }
        return Optional.of(new Fault(1, act.kind(), target, afterCalm, at, lasts.compareTo(left) < 0 ? lasts : left));
    }

    /** A fault during which another one begins takes the longer half of its time. */
    private Duration lasts(FaultKind kind, boolean longer) {
        long shortest = kind.shortest().toMillis();
        long longest = kind.longest().toMillis();
        if (settings.longFaults() && !longer && longest > 2_000 && random.nextDouble() < SHARE_OF_LONG_FAULTS) {
            shortest = longest;
            longest = LONGEST.toMillis();
        }
        long from = longer ? (shortest + longest) / 2 : shortest;
        return Duration.ofMillis(from + random.nextLong(longest - from + 1));
    }

    private List<Target> targets(Place place) {
        return switch (place) {
            case Place.AnyApp any ->
                settings.apps().stream()
                        .filter(app -> any.parts().contains(app.part()))
                        .map(app -> (Target) new Target.Instance(app.name()))
                        .toList();
            case Place.EveryApp every ->
                settings.apps().stream()
                        .filter(app -> app.part() == every.part())
                        .map(app -> (Target) new Target.Instance(app.name()))
                        .toList();
            case Place.AnyServer any ->
                any.servers().stream()
                        .map(server -> (Target) new Target.Server(server))
                        .toList();
            case Place.AnyHop any ->
                settings.apps().stream()
                        .filter(app -> any.parts().contains(app.part()))
                        .flatMap(app -> app.hops().stream())
                        .filter(hop -> any.servers().contains(hop.server()))
                        .map(hop -> (Target) hop)
                        .toList();
            case Place.Exactly exactly -> List.of(exactly.target());
        };
    }

    private Duration busy(Target target) {
        return resources(target).stream()
                .map(resource -> busyUntil.getOrDefault(resource, Duration.ZERO))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private void occupy(Fault fault) {
        resources(fault.target())
                .forEach(resource -> busyUntil.put(resource, fault.end().plus(REST)));
    }

    /** Nobody knows yet which source will be the active one. */
    private List<String> resources(Target target) {
        return switch (target) {
            case Target.ActiveSource active ->
                settings.apps().stream()
                        .filter(app -> app.part() == App.Part.SOURCE)
                        .map(App::name)
                        .toList();
            case Target.Instance process -> List.of(process.toString());
            case Target.Server server -> List.of(server.toString());
            case Target.Hop hop -> List.of(hop.toString());
            case Target.Topics topics -> List.of(topics.toString());
        };
    }

    private static Duration latest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
