package org.belfry.pbx.app.ivr;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.belfry.pbx.directory.Directory;
import org.jspecify.annotations.Nullable;

/**
 * A call that is only thought: what an attendant would do if these keys were pressed at this time.
 * Nothing is said, asked or dialled.
 */
public final class Trial {
  private static final int STEPS_MAX = 1000;

  private final IvrSession.World world;
  private final Iterator<@Nullable String> inputs;
  private final List<Step> steps = new ArrayList<>();

  /**
   * @param node where the caller is
   * @param does a sentence
   * @param said what the caller hears, as the document has it
   * @param input what the caller did then: keys, null for nothing
   */
  public record Step(String node, String does, List<String> said, @Nullable String input) {}

  private Trial(IvrSession.World world, List<@Nullable String> inputs) {
    this.world = world;
    this.inputs = inputs.iterator();
  }

  /**
   * @param inputs in order, null for nothing pressed. A call-out takes one as the name of the node
   *     it would name, null for no answer; a call that is handed on is taken, unless a null follows
   */
  public static List<Step> of(
      Attendant attendant, Directory directory, List<@Nullable String> inputs, Instant at) {
    Trial trial =
        new Trial(
            new IvrSession.World(directory, at),
            Collections.unmodifiableList(new ArrayList<>(inputs)));
    trial.run(
        IvrSession.begin(
            attendant, Node.given("caller", null, "called", attendant.name()), trial.world));
    return trial.steps;
  }

  private void run(IvrSession.Advance first) {
    IvrSession.Advance turn = first;
    while (steps.size() < STEPS_MAX) {
      for (Passed passed : turn.passed()) {
        note(passed, turn.walk().at());
      }
      Heard heard = step(turn.walk(), turn.act());
      if (heard == null) {
        return;
      }
      turn = turn.walk().on(heard, world);
    }
  }

  /** Branches are passed without anything being done there. */
  private void note(Passed passed, String at) {
    switch (passed.what()) {
      case ENTERED -> {
        if (!passed.node().equals(at)) {
          add(passed.node(), "looks at the schedule and goes on", List.of(), null);
        }
      }
      case TOO_LONG ->
          add(passed.node(), "the call went round too often and is ended", List.of(), null);
      case INVALID -> add(passed.node(), "that means nothing here", List.of(), passed.detail());
      default -> {} // the step says it
    }
  }

  private @Nullable Heard step(IvrSession walk, Act act) {
    String at = walk.at();
    return switch (act) {
      case Act.Say a -> {
        add(at, a.language() == null ? "says" : "says in " + a.language(), text(a.lines()), null);
        yield new Heard.Said();
      }
      case Act.Gather a -> {
        if (!inputs.hasNext()) {
          add(at, "asks, and waits " + a.patience().toSeconds() + " s", text(a.lines()), null);
          yield null;
        }
        String keys = inputs.next();
        boolean silent = keys == null || keys.isEmpty();
        add(at, silent ? "asks, and nothing is pressed" : "asks", text(a.lines()), keys);
        yield silent ? new Heard.Silence() : new Heard.Keys(taken(keys, a));
      }
      case Act.Recording a -> {
        add(at, "records for " + a.mailbox().text(), text(a.lines()), null);
        yield new Heard.Recorded();
      }
      case Act.Ask a -> {
        String next = inputs.hasNext() ? inputs.next() : null;
        add(at, "would ask " + a.url(), List.of(), next);
        yield next == null ? new Heard.NoAnswer("no answer") : new Heard.Answer(next, Map.of());
      }
      case Act.Send a -> {
        boolean untaken = inputs.hasNext() && inputs.next() == null;
        add(
            at,
            "hands the call to " + a.to().text() + (untaken ? ", where nobody takes it" : ""),
            List.of(),
            null);
        yield untaken ? new Heard.Untaken() : null;
      }
      case Act.HangUp a -> {
        add(at, "hangs up", text(a.lines()), null);
        yield null;
      }
    };
  }

  /** As the phone would: what is too much is not taken, # ends. */
  private static String taken(String keys, Act.Gather gather) {
    int end = gather.pound() ? keys.indexOf('#', 1) : -1;
    String pressed = end < 0 ? keys : keys.substring(0, end);
    return pressed.length() > gather.max() ? pressed.substring(0, gather.max()) : pressed;
  }

  private void add(String node, String does, List<String> said, @Nullable String input) {
    steps.add(new Step(node, does, said, input));
  }

  private static List<String> text(List<Line> lines) {
    return lines.stream().map(Line::text).collect(Collectors.toList());
  }
}
