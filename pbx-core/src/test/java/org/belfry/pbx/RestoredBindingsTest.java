package org.belfry.pbx;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.app.trunk.CountryPrefixes;
import org.belfry.pbx.call.WaitingSound;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.guard.GuardProperties;
import org.belfry.pbx.lane.SipServerProperties;
import org.belfry.pbx.presence.Presence;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.routing.Numbers;
import org.belfry.pbx.routing.cpl.CplStore;
import org.belfry.pbx.sim.ScriptedDns;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.locate.Resolver;
import org.belfry.pbx.sip.locate.ResolverLimits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the database holds of registrations when the server starts. */
@Tag("adapter")
@Timeout(60)
class RestoredBindingsTest {
  private static final Aor ALICE = new Aor("1001", "example.com");

  /** A phone that has registered such a Contact must not keep the server from its next start. */
  @Test
  void aContactThatCannotBeReadKeepsNoServerFromStarting() {
    Kept kept = new Kept(List.of(stored("sip:1001@[2001:db8"), stored("sip:1001@192.0.2.7:5060")));
    SipServer server = server(kept);
    try {
      server.start(Directory.of(1, "example.com", Set.of("example.com"), List.of(), List.of()));
      assertThat(server.listening()).isNotEmpty();
      assertThat(kept.changes).hasAtLeastOneElementOfType(BindingDelta.Removed.class);
    } finally {
      server.close();
    }
  }

  private static BindingJournal.Stored stored(String contact) {
    Instant now = InstantSource.system().instant();
    Hop hop = Hop.to(Transport.UDP, new InetSocketAddress("192.0.2.7", 5060));
    return new BindingJournal.Stored(
        ALICE,
        new Binding(
            contact, null, 0, 1000, "c", 1, hop, List.of(), null, now, now.plusSeconds(3600)));
  }

  private static SipServer server(BindingJournal journal) {
    return new SipServer(
        SipServerProperties.defaults(
            List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
            "belfry",
            new byte[16]),
        new SipPorts(
            journal,
            call -> true,
            MediaAnchor.NONE,
            (source, user, method, reason) -> {},
            new Guard(GuardProperties.DEFAULT, event -> {}),
            new Resolver(
                new ScriptedDns((delay, task) -> task.run()),
                InstantSource.system(),
                ResolverLimits.DEFAULT),
            Presence.defaults(),
            List.of(),
            WaitingSound.NONE,
            CplStore.NONE,
            Numbers.NONE,
            country -> CountryPrefixes.usual("49"),
            (note, callId) -> {}));
  }

  private static final class Kept implements BindingJournal {
    private final List<Stored> stored;
    private final List<BindingDelta> changes = new ArrayList<>();

    Kept(List<Stored> stored) {
      this.stored = stored;
    }

    @Override
    public synchronized boolean append(List<BindingDelta> deltas) {
      changes.addAll(deltas);
      return true;
    }

    @Override
    public List<Stored> restore() {
      return stored;
    }
  }
}
