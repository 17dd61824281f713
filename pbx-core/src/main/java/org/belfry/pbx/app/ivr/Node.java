package org.belfry.pbx.app.ivr;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.belfry.pbx.directory.Destination;
import org.jspecify.annotations.Nullable;

/** One place in an attendant. Where a next node is null, the call ends with a goodbye. */
public sealed interface Node {

  /**
   * Says something.
   *
   * @param skippable whether a key goes on at once
   * @param language in which it and all that follows is said; null for the one before
   */
  record Say(List<Line> lines, boolean skippable, @Nullable String next, @Nullable String language)
      implements Node {
    public Say {
      lines = List.copyOf(lines);
    }

    /** In the language of what was said before. */
    public Say(List<Line> lines, boolean skippable, @Nullable String next) {
      this(lines, skippable, next, null);
    }
  }

  /**
   * Asks for a key, which may be pressed before all is said.
   *
   * @param keys {@code 0} to {@code 9}, {@code *} and {@code #}, each to its node
   * @param extensions whether extensions may be dialled as well
   * @param patience how long it waits for a key after all is said
   */
  record Menu(
      List<Line> lines,
      SequencedMap<String, String> keys,
      boolean extensions,
      Duration patience,
      Again invalid,
      Again silence)
      implements Node {
    public Menu {
      lines = List.copyOf(lines);
      keys = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(keys));
    }
  }

  /**
   * Asks for digits, which end with {@code #}, a pause, or when there are enough.
   *
   * @param value the name under which they are kept
   */
  record Collect(
      List<Line> lines,
      String value,
      int min,
      int max,
      Duration patience,
      Again invalid,
      Again silence,
      @Nullable String next)
      implements Node {
    public Collect {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Asks for an extension and calls it. Users, groups and other services only: outside numbers
   * would be at the site's cost.
   *
   * @param otherwise when nobody takes the call
   */
  record Extension(
      List<Line> lines, Duration patience, Again invalid, Again silence, @Nullable String otherwise)
      implements Node {
    public Extension {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Asks for the letters of a name by the keys they stand on (E.161), and calls whoever has it.
   *
   * @param otherwise when nobody takes the call
   */
  record Name(
      List<Line> lines, Duration patience, Again invalid, Again silence, @Nullable String otherwise)
      implements Node {
    public Name {
      lines = List.copyOf(lines);
    }
  }

  /** Goes on by a schedule. */
  record Branch(String schedule, @Nullable String open, @Nullable String closed) implements Node {}

  /**
   * Hands the call on.
   *
   * @param otherwise when nobody takes it
   */
  record GoTo(Destination to, @Nullable String otherwise) implements Node {}

  /** Hands the call to a mailbox. */
  record Voicemail(Destination.Mailbox mailbox) implements Node {}

  /**
   * Asks a web server, which may name the next node and set values.
   *
   * @param nodes that it may name
   * @param otherwise when it does not answer, or names none of them
   */
  record Ask(String url, Duration patience, Set<String> nodes, @Nullable String otherwise)
      implements Node {
    public Ask {
      nodes = Set.copyOf(nodes);
    }
  }

  /**
   * Records what the caller says and puts it into a mailbox.
   *
   * @param longest at most so long
   */
  record Recording(
      List<Line> lines, Duration longest, Destination.Mailbox mailbox, @Nullable String next)
      implements Node {
    public Recording {
      lines = List.copyOf(lines);
    }
  }

  /** Says goodbye. */
  record HangUp(List<Line> lines) implements Node {
    public HangUp {
      lines = List.copyOf(lines);
    }
  }

  /**
   * What is done when a caller presses nothing, or something that means nothing.
   *
   * @param lines said before it is asked again
   * @param times how often it is asked again
   * @param then where the call goes after that
   */
  record Again(List<Line> lines, int times, @Nullable String then) {
    public Again {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A way out of a node.
   *
   * @param field of the node's document
   * @param to a node, or null for a goodbye
   * @param pressed whether the caller has to do something to go it
   */
  record Exit(String field, @Nullable String to, boolean pressed) {}

  /** All ways out of it within the attendant. */
  default List<Exit> exits() {
    List<Exit> exits = new ArrayList<>();
    switch (this) {
      case Say n -> exits.add(new Exit("say.next", n.next, false));
      case Menu n -> {
        n.keys.forEach((key, to) -> exits.add(new Exit("menu.keys." + key, to, true)));
        asking(exits, "menu.", n.invalid, n.silence);
      }
      case Collect n -> {
        exits.add(new Exit("collect.next", n.next, true));
        asking(exits, "collect.", n.invalid, n.silence);
      }
      case Extension n -> {
        exits.add(new Exit("extension.otherwise", n.otherwise, true));
        asking(exits, "extension.", n.invalid, n.silence);
      }
      case Name n -> {
        exits.add(new Exit("name.otherwise", n.otherwise, true));
        asking(exits, "name.", n.invalid, n.silence);
      }
      case Branch n -> {
        exits.add(new Exit("branch.open", n.open, false));
        exits.add(new Exit("branch.closed", n.closed, false));
      }
      case GoTo n -> exits.add(new Exit("goTo.otherwise", n.otherwise, false));
      case Voicemail n -> {} // the mailbox has the call
      case Ask n -> {
        n.nodes.stream().sorted().forEach(to -> exits.add(new Exit("ask.nodes", to, false)));
        exits.add(new Exit("ask.otherwise", n.otherwise, false));
      }
      case Recording n -> exits.add(new Exit("record.next", n.next, false));
      case HangUp n -> {} // it is over
    }
    return exits;
  }

  private static void asking(List<Exit> exits, String at, Again invalid, Again silence) {
    exits.add(new Exit(at + "invalid.then", invalid.then(), true));
    exits.add(new Exit(at + "silence.then", silence.then(), false));
  }

  /** Whether calls leave the attendant here when they are taken. */
  default boolean handsOn() {
    return this instanceof GoTo
        || this instanceof Voicemail
        || this instanceof Extension
        || this instanceof Name
        || (this instanceof Menu m && m.extensions);
  }

  /** The word for its kind in documents. */
  default String kind() {
    return switch (this) {
      case Say n -> "say";
      case Menu n -> "menu";
      case Collect n -> "collect";
      case Extension n -> "extension";
      case Name n -> "name";
      case Branch n -> "branch";
      case GoTo n -> "goTo";
      case Voicemail n -> "voicemail";
      case Ask n -> "ask";
      case Recording n -> "record";
      case HangUp n -> "hangUp";
    };
  }

  /** Names of values that nodes may not set: the call has them already. */
  Set<String> GIVEN = Set.of("caller", "callerName", "called", "attendant");

  /** What a call begins with. */
  static Map<String, String> given(
      String caller, @Nullable String callerName, String called, String attendant) {
    return Map.of(
        "caller", caller,
        "callerName", callerName == null ? "" : callerName,
        "called", called,
        "attendant", attendant);
  }
}
