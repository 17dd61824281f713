package org.belfry.pbx.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.engine.Event;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.engine.TimerWheel;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.transaction.ClientUser;
import org.belfry.pbx.transaction.LaneContext;
import org.belfry.pbx.transaction.ServerEntry;
import org.jspecify.annotations.Nullable;

/**
 * The bindings of one lane's AORs: runs the registrar, keeps expiry timers, asks phones behind NAT
 * whether they are still there.
 */
public final class Registrations {
  private final RegistrarPorts ports;
  private final Registrar registrar;
  private final Forwarding forwarding;
  private final KeepAlive keepAlive;
  private final Changed changed;
  private final LaneContext lane;
  private final Map<Aor, Watch> watches = new HashMap<>();

  public Registrations(
      RegistrarPorts ports,
      Registrar registrar,
      KeepAlive keepAlive,
      Forwarding forwarding,
      Changed changed,
      LaneContext lane) {
    this.ports = ports;
    this.registrar = registrar;
    this.keepAlive = keepAlive;
    this.forwarding = forwarding;
    this.changed = changed;
    this.lane = lane;
  }

  /** Told of AORs that have other bindings. */
  public interface Changed {
    void changed(Aor aor, Instant now);
  }

  /** What a lane keeps of an AOR beside its table. */
  private static final class Watch {
    TimerWheel.@Nullable Timer expiry;

    /** When that fires. */
    Instant looksAt = Instant.MAX;

    TimerWheel.@Nullable Timer keepAlive;
    final Map<String, Integer> silent = new HashMap<>(2);
  }

  /** What happens to bindings beside REGISTER requests. */
  public void on(RegistrarLetter letter, Instant now) {
    switch (letter) {
      case RegistrarLetter.Expire e -> expire(e.aor(), now);
      case RegistrarLetter.Restored e -> restored(e.aor(), now);
      case RegistrarLetter.Removed e -> remove(e.aor(), e.contact(), now);
      case RegistrarLetter.FlowClosed e -> flowClosed(e.aor(), e.connection(), now);
      case RegistrarLetter.KeepAliveDue e -> keepAliveDue(e.aor(), now);
      case RegistrarLetter.PhoneAnswered e -> answered(e.aor(), e.binding());
      case RegistrarLetter.PhoneSilent e -> silent(e.aor(), e.binding(), now);
    }
  }

  /** An authenticated REGISTER for an AOR of this lane. */
  public void register(
      ServerEntry entry, SipRequest request, Aor aor, Hop from, String toTag, Instant now) {
    BindingTable before = ports.location().table(aor);
    Step<BindingTable, RegistrarEffect> step =
        registrar.register(request, before, from, toTag, now);
    List<? extends RegistrarEffect> effects = step.effects();
    if (!before.equals(step.state())) {
      store(step.state(), now);
      watch(step.state(), step.state().leadsAs(before), now);
    }
    for (int i = 0; i < effects.size(); i++) {
      if (effects.get(i) instanceof RegistrarEffect.Answer answer) {
        lane.transactions().respond(entry, answer.response(), now);
      } else {
        carryOut(aor, effects.get(i));
      }
    }
  }

  private void expire(Aor aor, Instant now) {
    Watch watch = watches.get(aor);
    if (watch != null) {
      watch.expiry = null;
    }
    changed(registrar.expire(ports.location().table(aor), now), now);
  }

  /** Bindings were restored: from now on they are watched. */
  private void restored(Aor aor, Instant now) {
    BindingTable table = ports.location().table(aor);
    changed(registrar.expire(table, now), now);
    watch(ports.location().table(aor), now);
  }

  /**
   * @param contact null for all bindings of the AOR
   */
  private void remove(Aor aor, @Nullable String contact, Instant now) {
    BindingTable table = ports.location().table(aor);
    List<Binding> gone =
        table.bindings().stream()
            .filter(b -> contact == null || b.contact().equals(contact))
            .toList();
    changed(registrar.lost(table, gone, Loss.REMOVED), now);
  }

  private void flowClosed(Aor aor, long connection, Instant now) {
    changed(registrar.flowClosed(ports.location().table(aor), connection), now);
  }

  /** Asks the phones of an AOR that need it. */
  private void keepAliveDue(Aor aor, Instant now) {
    Watch watch = watches.get(aor);
    if (watch == null) {
      return;
    }
    watch.keepAlive = null;
    BindingTable table = ports.location().table(aor);
    for (Binding binding : table.bindings()) {
      if (keepAlive.covers(binding)) {
        Hop out = lane.network().route(binding.hop());
        if (out != null) {
          SipRequest options =
              forwarding.options(
                  binding.contact(), aor.toString(), ports.domain().get(), out, lane.newCallId(""));
          lane.transactions().start(options, out, new Probe(aor, binding.key()), now);
        }
      }
    }
    watch(table, now);
  }

  /** An OPTIONS of ours that asks a phone whether it is there. */
  private record Probe(Aor aor, String binding) implements ClientUser {
    @Override
    public Event answered(SipResponse response) {
      return new RegistrarLetter.PhoneAnswered(aor, binding);
    }

    @Override
    public Event silent(int status, String why) {
      return new RegistrarLetter.PhoneSilent(aor, binding);
    }
  }

  private void answered(Aor aor, String key) {
    Watch watch = watches.get(aor);
    if (watch != null) {
      watch.silent.remove(key);
    }
  }

  private void silent(Aor aor, String key, Instant now) {
    Watch watch = watches.get(aor);
    if (watch == null || watch.silent.merge(key, 1, Integer::sum) < keepAlive.misses()) {
      return;
    }
    watch.silent.remove(key);
    BindingTable table = ports.location().table(aor);
    List<Binding> gone = table.bindings().stream().filter(b -> b.key().equals(key)).toList();
    changed(registrar.lost(table, gone, Loss.SILENT), now);
  }

  private void changed(Step<BindingTable, RegistrarEffect> step, Instant now) {
    Aor aor = step.state().aor();
    if (!step.effects().isEmpty() || !ports.location().table(aor).equals(step.state())) {
      store(step.state(), now);
    }
    for (RegistrarEffect effect : step.effects()) {
      carryOut(aor, effect);
    }
    watch(step.state(), now);
  }

  private void carryOut(Aor aor, RegistrarEffect effect) {
    switch (effect) {
      case RegistrarEffect.Journal journal -> journal(journal.deltas());
      case RegistrarEffect.Announce lost -> {
        ports.counts().lost(lost.cause()).increment();
        ports.observer().lost(aor, lost.binding(), lost.cause());
      }
      case RegistrarEffect.Answer answer ->
          throw new IllegalStateException("an answer without a request");
    }
  }

  private void store(BindingTable table, Instant now) {
    ports.location().put(table);
    ports.changed().run();
    changed.changed(table.aor(), now);
  }

  private void journal(List<BindingDelta> deltas) {
    if (!ports.journal().append(deltas)) {
      ports.counts().journalFull().increment();
    }
  }

  private void watch(BindingTable table, Instant now) {
    watch(table, false, now);
  }

  /**
   * @param asBefore whether it leads where it has led since it was last watched
   */
  private void watch(BindingTable table, boolean asBefore, Instant now) {
    Aor aor = table.aor();
    Instant next = table.nextExpiry();
    Watch watch = watches.get(aor);
    if (next == null) {
      if (watch != null) {
        stop(watch.expiry);
        stop(watch.keepAlive);
        watches.remove(aor);
      }
      return;
    }
    boolean known = watch != null;
    if (watch == null) {
      watch = new Watch();
      watches.put(aor, watch);
    }
    // A timer that fires before that is as good: it looks, and waits for the rest. A phone that
    // refreshes each minute
    // what lasts an hour would otherwise have sixty set and taken back.
    if (watch.expiry == null || next.isBefore(watch.looksAt)) {
      stop(watch.expiry);
      Duration wait = Duration.between(now, next);
      Duration atOnce = wait.isNegative() ? Duration.ZERO : wait;
      watch.expiry = lane.post().after(atOnce, new RegistrarLetter.Expire(aor), now);
      watch.looksAt = next;
    }
    if (known && asBefore) {
      return; // whether it is asked, and when, is as before too
    }
    boolean needed = keepAlive.needed(table);
    if (!needed) {
      stop(watch.keepAlive);
      watch.keepAlive = null;
    } else if (watch.keepAlive == null) {
      // Spread, so that phones that registered together are not asked together.
      Duration due = keepAlive.interval().minusMillis(lane.random().nextInt(keepAlive.jitterMs()));
      watch.keepAlive = lane.post().after(due, new RegistrarLetter.KeepAliveDue(aor), now);
    }
  }

  private void stop(TimerWheel.@Nullable Timer timer) {
    if (timer != null) {
      lane.post().cancel(timer);
    }
  }
}
