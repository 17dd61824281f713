package org.belfry.webui.attendants;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.belfry.pbx.admin.AttendantAdmin.Again;
import org.belfry.pbx.admin.AttendantAdmin.Ask;
import org.belfry.pbx.admin.AttendantAdmin.Branch;
import org.belfry.pbx.admin.AttendantAdmin.Collect;
import org.belfry.pbx.admin.AttendantAdmin.Find;
import org.belfry.pbx.admin.AttendantAdmin.GoTo;
import org.belfry.pbx.admin.AttendantAdmin.HangUp;
import org.belfry.pbx.admin.AttendantAdmin.Menu;
import org.belfry.pbx.admin.AttendantAdmin.Recording;
import org.belfry.pbx.admin.AttendantAdmin.SaveNode;
import org.belfry.pbx.admin.AttendantAdmin.Say;
import org.belfry.pbx.admin.AttendantAdmin.Voicemail;
import org.jspecify.annotations.Nullable;

/** The ways out of a node, in the order in which they are drawn. */
final class Exits {
  private Exits() {}

  /**
   * One way.
   *
   * @param why when it is taken: {@code key}, {@code next}, {@code open}, {@code closed}, {@code
   *     invalid}, {@code silence}, {@code otherwise} or {@code answer}
   * @param key what is pressed, for {@code key}; else empty
   * @param to the node
   */
  record Exit(String why, String key, String to) {}

  /** Those that lead to a node; the others end in a goodbye. */
  static List<Exit> of(SaveNode node) {
    List<Exit> exits = new ArrayList<>();
    NodeKind kind = NodeKind.of(node);
    switch (kind.content(node)) {
      case Menu menu -> {
        menu.keys().forEach((key, to) -> add(exits, "key", key, to));
        again(exits, menu.invalid(), menu.silence());
      }
      case Say say -> add(exits, "next", "", say.next());
      case Collect collect -> {
        add(exits, "next", "", collect.next());
        again(exits, collect.invalid(), collect.silence());
      }
      case Find find -> {
        add(exits, "otherwise", "", find.otherwise());
        again(exits, find.invalid(), find.silence());
      }
      case Branch branch -> {
        add(exits, "open", "", branch.open());
        add(exits, "closed", "", branch.closed());
      }
      case GoTo goTo -> add(exits, "otherwise", "", goTo.otherwise());
      case Ask ask -> {
        if (ask.nodes() != null) {
          ask.nodes().forEach(to -> add(exits, "answer", "", to));
        }
        add(exits, "otherwise", "", ask.otherwise());
      }
      case Recording recording -> add(exits, "next", "", recording.next());
      default -> {} // the call ends here
    }
    return exits;
  }

  private static void again(List<Exit> exits, @Nullable Again invalid, @Nullable Again silence) {
    add(exits, "invalid", "", invalid == null ? null : invalid.then());
    add(exits, "silence", "", silence == null ? null : silence.then());
  }

  private static void add(List<Exit> exits, String why, String key, @Nullable String to) {
    if (to != null && !to.isEmpty()) {
      exits.add(new Exit(why, key, to));
    }
  }

  /**
   * The node with other nodes behind it.
   *
   * @param other names the node instead of one; null takes the way away
   */
  static SaveNode led(SaveNode node, UnaryOperator<@Nullable String> other) {
    NodeKind kind = NodeKind.of(node);
    return kind.node(
        switch (kind.content(node)) {
          case Menu m -> {
            Map<String, String> keys = new LinkedHashMap<>();
            m.keys()
                .forEach((key, to) -> {
                  String next = other.apply(to);
                  if (next != null) {
                    keys.put(key, next);
                  }
                });
            yield new Menu(
                m.lines(),
                keys,
                m.extensions(),
                m.seconds(),
                led(m.invalid(), other),
                led(m.silence(), other));
          }
          case Say s -> new Say(s.lines(), s.skippable(), led(s.next(), other));
          case Collect c ->
              new Collect(
                  c.lines(),
                  c.value(),
                  c.min(),
                  c.max(),
                  c.seconds(),
                  led(c.invalid(), other),
                  led(c.silence(), other),
                  led(c.next(), other));
          case Find f ->
              new Find(
                  f.lines(),
                  f.seconds(),
                  led(f.invalid(), other),
                  led(f.silence(), other),
                  led(f.otherwise(), other));
          case Branch b -> new Branch(b.schedule(), led(b.open(), other), led(b.closed(), other));
          case GoTo g -> new GoTo(g.to(), led(g.otherwise(), other));
          case Ask a ->
              new Ask(
                  a.url(),
                  a.seconds(),
                  a.nodes() == null
                      ? null
                      : a.nodes().stream().map(other).filter(Objects::nonNull).toList(),
                  led(a.otherwise(), other));
          case Recording r ->
              new Recording(r.lines(), r.seconds(), r.mailbox(), led(r.next(), other));
          case HangUp h -> h;
          case Voicemail v -> v;
          default -> throw new IllegalStateException("no node: " + node);
        });
  }

  private static @Nullable String led(@Nullable String to, UnaryOperator<@Nullable String> other) {
    return to == null ? null : other.apply(to);
  }

  private static @Nullable Again led(@Nullable Again again, UnaryOperator<@Nullable String> other) {
    return again == null ? null : new Again(again.lines(), again.times(), led(again.then(), other));
  }
}
