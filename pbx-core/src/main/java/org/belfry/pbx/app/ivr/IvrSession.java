package org.belfry.pbx.app.ivr;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.belfry.pbx.app.ivr.Passed.What;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Schedule;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;

/**
 * A caller on the way through an attendant: where they are, how often they were asked, what is
 * known of them. Immutable; each {@link #on} answers with the next walk and what is done now.
 *
 * @param at the node
 * @param choice the users among whom the caller is choosing at a {@link Node.Name}, else empty
 * @param invalid how often something wrong was pressed at this node
 * @param silent how often nothing was
 * @param idle nodes passed since the caller did something
 * @param passed nodes passed at all
 * @param values by name
 */
public record IvrSession(
    Attendant attendant,
    String at,
    List<User> choice,
    int invalid,
    int silent,
    int idle,
    int passed,
    Map<String, String> values) {
  /** So many nodes without the caller doing anything are a circle. */
  static final int IDLE_MAX = 50;

  /** So many nodes are more than anybody wants. */
  static final int PASSED_MAX = 500;

  private static final int CHOICE_MAX = 8;
  private static final int EXTENSION_MAX = 32;
  private static final int NAME_MAX = 20;
  static final int VALUES_MAX = 50;
  static final int VALUE_LENGTH_MAX = 500;

  public IvrSession {
    choice = List.copyOf(choice);
    values = Map.copyOf(values);
  }

  /** What the world is like at this moment. */
  public record World(Directory directory, Instant now) {}

  /**
   * What is done now, and how it came to that.
   *
   * @param walk for what comes of it
   */
  public record Advance(IvrSession walk, Act act, List<Passed> passed) {
    public Advance {
      passed = List.copyOf(passed);
    }
  }

  /** A call begins. */
  public static Advance begin(Attendant attendant, Map<String, String> given, World world) {
    IvrSession nowhere = new IvrSession(attendant, attendant.start(), List.of(), 0, 0, 0, 0, given);
    return nowhere.enter(attendant.start(), world, new ArrayList<>());
  }

  /** Something came of the last act. */
  public Advance on(Heard heard, World world) {
    List<Passed> notes = new ArrayList<>();
    return switch (node()) {
      case Node.Say n -> enter(n.next(), world, notes);
      case Node.Menu n -> menu(n, heard, world, notes);
      case Node.Collect n -> collect(n, heard, world, notes);
      case Node.Extension n -> extension(n, heard, world, notes);
      case Node.Name n ->
          choice.isEmpty() ? name(n, heard, world, notes) : chosen(n, heard, world, notes);
      case Node.GoTo n -> untaken(n.otherwise(), world, notes);
      case Node.Voicemail n -> untaken(null, world, notes);
      case Node.Ask n -> answered(n, heard, world, notes);
      case Node.Recording n -> enter(n.next(), world, notes);
      case Node.Branch n -> throw new IllegalStateException("a branch asks for nothing");
      case Node.HangUp n -> throw new IllegalStateException("nothing comes after the end");
    };
  }

  /** Where the caller is, for figures when they hang up. */
  public Passed hungUp() {
    return new Passed(at, What.HUNG_UP, "");
  }

  private Node node() {
    return Objects.requireNonNull(attendant.nodes().get(at));
  }

  private Advance enter(@Nullable String name, World world, List<Passed> notes) {
    String next = name;
    IvrSession walk = this;
    while (next != null) {
      Node node = attendant.nodes().get(next);
      if (node == null) {
        // Only an answer of a web server could name it, and those are looked at.
        throw new IllegalStateException("there is no node " + next);
      }
      walk =
          new IvrSession(attendant, next, List.of(), 0, 0, walk.idle + 1, walk.passed + 1, values);
      notes.add(new Passed(next, What.ENTERED, ""));
      if (walk.idle > IDLE_MAX || walk.passed > PASSED_MAX) {
        notes.add(new Passed(next, What.TOO_LONG, ""));
        return new Advance(walk, new Act.HangUp(Phrases.FAILED), notes);
      }
      if (!(node instanceof Node.Branch branch)) {
        return new Advance(walk, walk.first(node), notes);
      }
      next = isOpen(branch.schedule(), world) ? branch.open() : branch.closed();
    }
    return new Advance(walk, new Act.HangUp(Phrases.GOODBYE), notes);
  }

  private static boolean isOpen(String name, World world) {
    Schedule schedule = world.directory().dialPlan().schedules().get(name);
    return schedule == null || schedule.isOpen(world.now());
  }

  private Act first(Node node) {
    return switch (node) {
      case Node.Say n -> new Act.Say(said(n.lines()), n.skippable(), n.language());
      case Node.GoTo n -> new Act.Send(n.to(), n.otherwise() == null);
      case Node.Voicemail n -> new Act.Send(n.mailbox(), true);
      case Node.Ask n -> new Act.Ask(n.url(), values, n.patience());
      case Node.Recording n -> new Act.Recording(said(n.lines()), n.longest(), n.mailbox());
      case Node.HangUp n -> new Act.HangUp(said(n.lines()));
      case Node.Menu n -> asks(List.of());
      case Node.Collect n -> asks(List.of());
      case Node.Extension n -> asks(List.of());
      case Node.Name n -> asks(List.of());
      case Node.Branch n -> throw new IllegalStateException("a branch does nothing");
    };
  }

  /** Asks, or asks again after having said why. */
  private Act.Gather asks(List<Line> before) {
    return switch (node()) {
      case Node.Menu n ->
          n.extensions()
              ? gather(before, n.lines(), EXTENSION_MAX, true, n.patience())
              : gather(before, n.lines(), 1, false, n.patience());
      case Node.Collect n -> gather(before, n.lines(), n.max(), true, n.patience());
      case Node.Extension n -> gather(before, n.lines(), EXTENSION_MAX, true, n.patience());
      case Node.Name n -> gather(before, n.lines(), NAME_MAX, true, n.patience());
      default -> throw new IllegalStateException(at + " asks for nothing");
    };
  }

  private Act.Gather gather(
      List<Line> before, List<Line> lines, int max, boolean pound, Duration patience) {
    List<Line> all = new ArrayList<>(before);
    all.addAll(said(lines));
    return new Act.Gather(all, max, pound, patience);
  }

  private List<Line> said(List<Line> lines) {
    return lines.stream().map(line -> line.with(values)).toList();
  }

  private Advance menu(Node.Menu n, Heard heard, World world, List<Passed> notes) {
    if (!(heard instanceof Heard.Keys pressed)) {
      return unheard(n.invalid(), n.silence(), heard, world, notes);
    }
    String to = n.keys().get(pressed.keys());
    if (to != null) {
      notes.add(new Passed(at, What.KEY, pressed.keys()));
      return awake().enter(to, world, notes);
    }
    return n.extensions()
        ? call(pressed.keys(), false, n.invalid(), world, notes)
        : invalid(n.invalid(), pressed.keys(), Phrases.INVALID, world, notes);
  }

  private Advance collect(Node.Collect n, Heard heard, World world, List<Passed> notes) {
    if (!(heard instanceof Heard.Keys pressed)) {
      return unheard(n.invalid(), n.silence(), heard, world, notes);
    }
    if (pressed.keys().length() < n.min()) {
      return invalid(n.invalid(), pressed.keys(), Phrases.INVALID, world, notes);
    }
    notes.add(new Passed(at, What.TAKEN, pressed.keys()));
    return awake().with(Map.of(n.value(), pressed.keys())).enter(n.next(), world, notes);
  }

  private Advance extension(Node.Extension n, Heard heard, World world, List<Passed> notes) {
    return switch (heard) {
      case Heard.Keys pressed ->
          call(pressed.keys(), n.otherwise() == null, n.invalid(), world, notes);
      case Heard.Untaken nobody -> untaken(n.otherwise(), world, notes);
      default -> unheard(n.invalid(), n.silence(), heard, world, notes);
    };
  }

  private Advance call(
      String number, boolean last, Node.Again invalid, World world, List<Passed> notes) {
    Directory directory = world.directory();
    User user = directory.user(number);
    boolean ours =
        user != null
            || directory.dialPlan().groups().containsKey(number)
            || directory.dialPlan().services().values().stream()
                .anyMatch(service -> number.equals(service.number()));
    if (!ours) {
      return invalid(invalid, number, Phrases.NO_SUCH_EXTENSION, world, notes);
    }
    notes.add(new Passed(at, What.TAKEN, number));
    return new Advance(awake(), new Act.Send(new Destination.Dial(number), last), notes);
  }

  private Advance name(Node.Name n, Heard heard, World world, List<Passed> notes) {
    if (heard instanceof Heard.Untaken) {
      return untaken(n.otherwise(), world, notes);
    }
    if (!(heard instanceof Heard.Keys pressed)) {
      return unheard(n.invalid(), n.silence(), heard, world, notes);
    }
    List<User> found = Names.matching(pressed.keys(), world.directory());
    if (found.isEmpty() || !pressed.keys().chars().allMatch(c -> c >= '2' && c <= '9')) {
      return invalid(n.invalid(), pressed.keys(), Phrases.NO_SUCH_NAME, world, notes);
    }
    if (found.size() > CHOICE_MAX) {
      return invalid(n.invalid(), pressed.keys(), Phrases.TOO_MANY_NAMES, world, notes);
    }
    if (found.size() == 1) {
      return connect(n, found.getFirst(), notes);
    }
    IvrSession choosing = new IvrSession(attendant, at, found, invalid, silent, 0, passed, values);
    return new Advance(
        choosing, new Act.Gather(Phrases.choice(found), 1, false, n.patience()), notes);
  }

  private Advance chosen(Node.Name n, Heard heard, World world, List<Passed> notes) {
    if (heard instanceof Heard.Keys pressed) {
      int number = pressed.keys().charAt(0) - '0';
      if (number >= 1 && number <= choice.size()) {
        return connect(n, choice.get(number - 1), notes);
      }
    }
    IvrSession again =
        new IvrSession(attendant, at, List.of(), invalid, silent, idle, passed, values);
    return heard instanceof Heard.Keys pressed
        ? again.invalid(n.invalid(), pressed.keys(), Phrases.INVALID, world, notes)
        : again.unheard(n.invalid(), n.silence(), heard, world, notes);
  }

  private Advance connect(Node.Name n, User user, List<Passed> notes) {
    notes.add(new Passed(at, What.TAKEN, user.extension()));
    IvrSession walk = new IvrSession(attendant, at, List.of(), 0, 0, 0, passed, values);
    Act send = new Act.Send(new Destination.Dial(user.extension()), n.otherwise() == null);
    return new Advance(walk, send, notes);
  }

  private Advance answered(Node.Ask n, Heard heard, World world, List<Passed> notes) {
    if (!(heard instanceof Heard.Answer answer)) {
      String why = heard instanceof Heard.NoAnswer no ? no.why() : "";
      notes.add(new Passed(at, What.FAILED, why));
      return enter(n.otherwise(), world, notes);
    }
    IvrSession told = with(answer.set());
    if (answer.next() == null || !n.nodes().contains(answer.next())) {
      notes.add(new Passed(at, What.FAILED, "it names " + answer.next()));
      return told.enter(n.otherwise(), world, notes);
    }
    notes.add(new Passed(at, What.TAKEN, answer.next()));
    return told.enter(answer.next(), world, notes);
  }

  private Advance untaken(@Nullable String otherwise, World world, List<Passed> notes) {
    notes.add(new Passed(at, What.FAILED, ""));
    return otherwise == null
        ? new Advance(this, new Act.HangUp(Phrases.UNTAKEN), notes)
        : enter(otherwise, world, notes);
  }

  private Advance unheard(
      Node.Again invalid, Node.Again silence, Heard heard, World world, List<Passed> notes) {
    if (!(heard instanceof Heard.Silence)) {
      // Nobody took a call that was dialled at a menu: the caller may try something else.
      return invalid(invalid, "", Phrases.UNTAKEN, world, notes);
    }
    notes.add(new Passed(at, What.SILENCE, ""));
    if (silent >= silence.times()) {
      return enter(silence.then(), world, notes);
    }
    IvrSession again =
        new IvrSession(attendant, at, List.of(), this.invalid, silent + 1, idle, passed, values);
    return new Advance(again, again.asks(said(silence.lines())), notes);
  }

  private Advance invalid(
      Node.Again again, String pressed, List<Line> usual, World world, List<Passed> notes) {
    notes.add(new Passed(at, What.INVALID, pressed));
    if (invalid >= again.times()) {
      return awake().enter(again.then(), world, notes);
    }
    IvrSession next =
        new IvrSession(attendant, at, List.of(), invalid + 1, silent, 0, passed, values);
    List<Line> why = again.lines().isEmpty() ? usual : said(again.lines());
    return new Advance(next, next.asks(why), notes);
  }

  /** The caller has done something. */
  private IvrSession awake() {
    return new IvrSession(attendant, at, choice, invalid, silent, 0, passed, values);
  }

  private IvrSession with(Map<String, String> set) {
    Map<String, String> all = new HashMap<>(values);
    set.forEach((name, value) -> {
      if (!Node.GIVEN.contains(name) && (all.size() < VALUES_MAX || all.containsKey(name))) {
        all.put(
            name, value.length() > VALUE_LENGTH_MAX ? value.substring(0, VALUE_LENGTH_MAX) : value);
      }
    });
    return new IvrSession(attendant, at, choice, invalid, silent, idle, passed, all);
  }
}
