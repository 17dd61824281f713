package org.belfry.pbx.lane;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.belfry.pbx.app.trunk.TrunkStates;
import org.belfry.pbx.app.trunk.TrunkStatus;
import org.belfry.pbx.cdr.CountedCalls;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.engine.Figure;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.presence.WatcherCounts;
import org.belfry.pbx.registrar.BindingTable;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.registrar.Loss;

/** All figures of a server, gathered from where they are kept. */
public final class ServerFigures {
  /** Counts that say how much there is now, and do not only grow. */
  private static final Set<String> HOW_MANY_NOW = Set.of("connections", "dns.remembered");

  private final List<Figure> all = new ArrayList<>();

  private ServerFigures() {}

  public static List<Figure> of(
      SipShared.Counters counters,
      CountedCalls calls,
      SipLanes lanes,
      Location location,
      WatcherCounts watchers,
      TrunkStates trunks,
      Supplier<Map<String, Long>> transports,
      Supplier<Map<String, Long>> names,
      Supplier<Map<String, Long>> guard,
      InstantSource clock) {
    ServerFigures figures = new ServerFigures();
    figures.all.addAll(counters.messages().figures());
    figures.counted(counters);
    figures.all.addAll(calls.figures());
    figures.measured(lanes, location, clock);
    figures.watched(watchers);
    figures.ofTrunks(trunks);
    figures.counted("sip.transport.", "Of the transports: ", transports);
    figures.counted("", "Of looking up names: ", names);
    figures.counted("", "Of who is let in: ", guard);
    return List.copyOf(figures.all);
  }

  private void counted(SipShared.Counters c) {
    count("sip.malformed", "Messages that could not be read", c.malformed()::sum);
    count("sip.stray.responses", "Responses that answer nothing", c.strayResponses()::sum);
    count("sip.overload", "Requests refused or dropped by overload", c.overload()::sum);
    count("sip.authentication.failures", "Wrong credentials", c.authenticationFailures()::sum);
    count("sip.faults", "Faults of our own, each one logged", c.faults()::sum);
    for (Loss cause : Loss.values()) {
      var count = c.registrations().lost(cause);
      all.add(
          Figure.counter("sip.registrations.lost", "Devices that have gone", count::sum)
              .with("cause", cause.name().toLowerCase(Locale.ROOT)));
    }
    var full = c.registrations().journalFull();
    count("journal.full", "Binding changes the journal had no room for", full::sum);
  }

  private void count(String name, String help, java.util.function.DoubleSupplier value) {
    all.add(Figure.counter(name, help, value));
  }

  private void measured(SipLanes lanes, Location location, InstantSource clock) {
    all.add(Figure.gauge("sip.bindings", "Registered devices", () -> bindings(location, clock)));
    for (LiveCall.State state : LiveCall.State.values()) {
      all.add(
          Figure.gauge(
                  "calls.live",
                  "Calls that are going on, by state",
                  () -> lanes.liveCalls().stream().filter(c -> c.state() == state).count())
              .with("state", state.name().toLowerCase(Locale.ROOT)));
    }
    for (int i = 0; i < lanes.lanes().size(); i++) {
      SipLane work = lanes.works().get(i);
      Lane lane = lanes.lanes().get(i);
      all.add(
          Figure.gauge("sip.transactions", "Transactions of a lane", work::transactions)
              .with("lane", lane.name()));
      all.add(
          Figure.gauge("sip.lane.fill", "Share of a lane's queue that is taken, 0 to 1", lane::fill)
              .with("lane", lane.name()));
      all.add(
          Figure.gauge("calls.traced", "Calls whose messages are kept", () -> work.traces().size())
              .with("lane", lane.name()));
    }
  }

  private void watched(WatcherCounts w) {
    all.add(Figure.gauge("presence.subscriptions", "Subscriptions to our users", w.live()::sum));
    all.add(Figure.gauge("presence.publications", "Published presence", w.published()::sum));
    count("presence.notifications", "Notifications sent to watchers", w.notified()::sum);
    count(
        "presence.subscriptions.failed",
        "Subscriptions ended because their watcher did not take a notification",
        w.failed()::sum);
    count("presence.subscriptions.refused", "Subscriptions refused at a limit", w.refused()::sum);
  }

  private void ofTrunks(TrunkStates trunks) {
    for (TrunkStatus.Word word : TrunkStatus.Word.values()) {
      all.add(
          Figure.gauge("sip.trunks", "Trunks by state", () -> trunks.count(word))
              .with("state", word.name().toLowerCase(Locale.ROOT)));
    }
    counted("sip.trunks.", "How often trunks ", trunks::counters);
  }

  private void counted(String prefix, String help, Supplier<Map<String, Long>> counts) {
    for (String key : new TreeSet<>(counts.get().keySet())) {
      all.add(
          new Figure(
              prefix + words(key).replace(' ', '.'),
              help + words(key),
              !HOW_MANY_NOW.contains(key),
              Map.of(),
              () -> counts.get().getOrDefault(key, 0L).doubleValue()));
    }
  }

  private static double bindings(Location location, InstantSource clock) {
    var now = clock.instant();
    long count = 0;
    for (BindingTable table : location.all().values()) {
      count += table.live(now).size();
    }
    return count;
  }

  /** {@code connectionsOpened} and {@code cache_hits} in words. */
  private static String words(String camel) {
    StringBuilder out = new StringBuilder(camel.length() + 4);
    camel
        .chars()
        .forEach(c -> {
          if (Character.isUpperCase(c)) {
            out.append(' ');
          }
          out.append(c == '_' ? ' ' : (char) Character.toLowerCase(c));
        });
    return out.toString();
  }
}
