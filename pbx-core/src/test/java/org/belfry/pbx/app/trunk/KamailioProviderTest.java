package org.belfry.pbx.app.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.belfry.pbx.SipPorts;
import org.belfry.pbx.SipServer;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.app.trunk.TrunkStatus.Word;
import org.belfry.pbx.call.WaitingSound;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.guard.GuardProperties;
import org.belfry.pbx.lane.SipServerProperties;
import org.belfry.pbx.presence.Presence;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.routing.Numbers;
import org.belfry.pbx.routing.cpl.CplStore;
import org.belfry.pbx.sim.ScriptedDns;
import org.belfry.pbx.sip.locate.Resolver;
import org.belfry.pbx.sip.locate.ResolverLimits;
import org.belfry.pbx.sip.message.Grammar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server with its sockets, and Debian's Kamailio as the provider of its trunks. */
@Tag("adapter")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class KamailioProviderTest {
  @TempDir Path temp;
  private Kamailio kamailio;
  private SipServer server;

  @BeforeEach
  void start() {
    kamailio = new Kamailio(temp);
    server =
        new SipServer(
            SipServerProperties.defaults(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                "belfry",
                new byte[16]),
            new SipPorts(
                new Forgetful(),
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
    server.start(directory());
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
    kamailio.close();
  }

  @Test
  void aTrunkRegistersWithDigestRenewsInTimeAndUnregistersWhenTheServerStops() {
    server.publish(directory(trunk("berlin", "4930123", "secret")));
    await(() -> word("berlin") == Word.REGISTERED, 10);
    TrunkStatus status = server.trunks().of("berlin");
    assertThat(Duration.between(Instant.now(), status.use().until()))
        .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
    assertThat(status.serviceRoute()).containsExactly("<sip:127.0.0.1:" + kamailio.port() + ";lr>");
    String contact = "TAKEN <sip:" + status.contactUser() + "@127.0.0.1:";
    kamailio.await(contact, 1, 5);
    kamailio.await(contact, 2, 30); // renewed, with a nonce that has run out meanwhile
    assertThat(server.trunks().usable("berlin", Instant.now())).isTrue();
    assertThat(status.since()).isEqualTo(server.trunks().of("berlin").since());
    server.close();
    server = null;
    kamailio.await(";expires=0", 1, 5);
  }

  @Test
  void aWrongPasswordIsRefusedAndARightOneHelpsAtOnce() {
    server.publish(directory(trunk("berlin", "4930123", "guessed")));
    await(() -> word("berlin") == Word.REFUSED, 10);
    assertThat(server.trunks().of("berlin").problem().sentence())
        .contains("does not take this user and password");
    server.publish(directory(trunk("berlin", "4930123", "secret")));
    await(() -> word("berlin") == Word.REGISTERED, 10);
  }

  @Test
  void aTrunkWithoutRegistrationIsUpWhenItsServerAnswers() {
    server.publish(directory(trunk("gateway", null, null)));
    await(() -> word("gateway") == Word.UP, 10);
    assertThat(kamailio.times("TAKEN")).isZero();
  }

  private Word word(String trunk) {
    TrunkStatus status = server.trunks().of(trunk);
    return status == null ? null : status.word();
  }

  private Trunk trunk(String name, String username, String password) {
    return new Trunk(
        1,
        name,
        Grammar.uri("sip:127.0.0.1:" + kamailio.port()),
        null,
        username != null,
        username,
        null,
        password,
        List.of(),
        "e164",
        null,
        0,
        true,
        false);
  }

  private static Directory directory(Trunk... trunks) {
    Map<String, Trunk> named = trunks.length == 0 ? Map.of() : Map.of(trunks[0].name(), trunks[0]);
    DialPlan plan = DialPlan.EMPTY.edit().country("DE").trunks(named).done();
    return Directory.of(1, "pbx.example", Set.of("pbx.example"), List.of(), List.of(), plan);
  }

  private static void await(BooleanSupplier condition, int seconds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is over").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static final class Forgetful implements BindingJournal {
    @Override
    public boolean append(List<BindingDelta> deltas) {
      return true;
    }

    @Override
    public List<Stored> restore() {
      return List.of();
    }
  }
}
