package org.belfry.pbx.app.ivr;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.MediaEncryption;
import org.belfry.pbx.directory.Schedule;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.Site;

/** Attendants and a directory for tests, in few words. */
final class Menus {
  static final Duration FIVE = Duration.ofSeconds(5);
  static final Node.Again TWICE = again(2, null);

  /** A Wednesday at noon in Berlin. */
  static final Instant NOON = Instant.parse("2026-06-10T10:00:00Z");

  static final Instant NIGHT = Instant.parse("2026-06-10T22:00:00Z");

  private Menus() {}

  static Node.Again again(int times, String then) {
    return new Node.Again(List.of(), times, then);
  }

  static List<Line> lines(String... texts) {
    return List.of(texts).stream().map(Line::parse).toList();
  }

  static Node.Menu menu(String... keysAndNodes) {
    SequencedMap<String, String> keys = new LinkedHashMap<>();
    for (int i = 0; i < keysAndNodes.length; i += 2) {
      keys.put(keysAndNodes[i], keysAndNodes[i + 1]);
    }
    return new Node.Menu(lines("Press a key."), keys, false, FIVE, TWICE, TWICE);
  }

  static Node.Say say(String text, String next) {
    return new Node.Say(lines(text), true, next);
  }

  static Node goTo(String destination, String otherwise) {
    return new Node.GoTo(Destination.parse(destination), otherwise);
  }

  static Node hangUp() {
    return new Node.HangUp(lines("Goodbye."));
  }

  static Attendant attendant(Object... namesAndNodes) {
    SequencedMap<String, Node> nodes = new LinkedHashMap<>();
    for (int i = 0; i < namesAndNodes.length; i += 2) {
      nodes.put((String) namesAndNodes[i], (Node) namesAndNodes[i + 1]);
    }
    return new Attendant("day", "500", "en", nodes.firstEntry().getKey(), nodes);
  }

  /** Open on weekdays from 9 to 17. */
  static Directory directory() {
    Site site = new Site();
    String[] names = {"Alice Smith", "Bob Smythe", "Jörg Müller", "Zoë O'Neil", "Al Jones"};
    for (int i = 0; i < names.length; i++) {
      String extension = Integer.toString(1001 + i);
      site.users.put(
          extension, new User(i + 1, extension, names[i], null, "", "", MediaEncryption.SITE));
    }
    site.group("6000", org.belfry.pbx.directory.RingGroup.Strategy.ALL, null, "1001");
    site.schedules.put(
        "office",
        new Schedule(
            "office",
            ZoneId.of("Europe/Berlin"),
            List.of(
                new Schedule.Hours(
                    EnumSet.allOf(java.time.DayOfWeek.class),
                    LocalTime.of(9, 0),
                    LocalTime.of(17, 0))),
            List.of(),
            null));
    return site.directory();
  }

  static IvrSession.World at(Instant now) {
    return new IvrSession.World(directory(), now);
  }

  static IvrSession.Advance begin(Attendant attendant) {
    return IvrSession.begin(attendant, Node.given("+49170", "Carol", "500", "day"), at(NOON));
  }

  static IvrSession.Advance press(IvrSession.Advance turn, String keys) {
    return turn.walk().on(new Heard.Keys(keys), at(NOON));
  }

  static IvrSession.Advance silence(IvrSession.Advance turn) {
    return turn.walk().on(new Heard.Silence(), at(NOON));
  }

  static Set<String> fields(Attendant attendant) {
    return Flaws.of(attendant).stream()
        .map(Flaws.Flaw::field)
        .collect(java.util.stream.Collectors.toSet());
  }

  static Map<String, String> none() {
    return Map.of();
  }
}
