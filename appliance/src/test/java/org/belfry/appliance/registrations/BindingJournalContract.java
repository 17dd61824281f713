package org.belfry.appliance.registrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;

/** What every journal of bindings does. */
interface BindingJournalContract {
  Aor ALICE = new Aor("1001", "pbx.example");
  Aor BOB = new Aor("bob.o'neil+x", "pbx.example");
  Instant T0 = Instant.parse("2026-11-21T08:00:00.123Z");

  BindingJournal journal();

  /** A journal that restores what this one was given. */
  BindingJournal reopened();

  @Test
  default void whatWasStoredIsRestoredAsItWas() {
    Binding rich =
        new Binding(
            "sip:1001@10.0.0.5:5060;transport=tcp",
            "\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\"",
            2,
            700,
            "call-1@10.0.0.5",
            4_000_000_000L,
            new Hop(Transport.TCP, address("192.0.2.1", 5060), address("10.0.0.5", 40123), 0),
            List.of("<sip:p1.example;lr>", "<sip:10.0.0.2;lr;ob>"),
            "Ünicode phone 📞/1.0",
            T0,
            T0.plusSeconds(3600));
    Binding bare =
        new Binding(
            "sip:bob@[2001:db8::5]",
            null,
            0,
            1000,
            "c",
            0,
            Hop.to(Transport.UDP, address("2001:db8::5", 5060)),
            List.of(),
            null,
            T0,
            T0.plusSeconds(60));
    journal().append(List.of(new BindingDelta.Stored(ALICE, rich)));
    journal().append(List.of(new BindingDelta.Stored(BOB, bare)));
    assertThat(reopened().restore())
        .containsExactlyInAnyOrder(
            new BindingJournal.Stored(ALICE, rich), new BindingJournal.Stored(BOB, bare));
  }

  @Test
  default void theNewestOfOneAorAndContactCounts() {
    journal().append(List.of(stored("sip:a@10.0.0.5", 1, Duration.ofMinutes(10))));
    journal().append(List.of(stored("sip:b@10.0.0.6", 1, Duration.ofMinutes(10))));
    journal().append(List.of(stored("sip:a@10.0.0.5", 2, Duration.ofMinutes(20))));
    assertThat(reopened().restore())
        .extracting(s -> s.binding().contact() + " " + s.binding().cseq())
        .containsExactlyInAnyOrder("sip:a@10.0.0.5 2", "sip:b@10.0.0.6 1");
  }

  @Test
  default void whatWasRemovedIsNotRestored() {
    journal().append(List.of(stored("sip:a@10.0.0.5", 1, Duration.ofMinutes(10))));
    journal().append(List.of(new BindingDelta.Removed(ALICE, "sip:a@10.0.0.5")));
    journal().append(List.of(new BindingDelta.Removed(BOB, "sip:never@10.0.0.9")));
    assertThat(reopened().restore()).isEmpty();
  }

  @Test
  default void whatCameBackAfterItsRemovalIsRestored() {
    journal().append(List.of(stored("sip:a@10.0.0.5", 1, Duration.ofMinutes(10))));
    journal().append(List.of(new BindingDelta.Removed(ALICE, "sip:a@10.0.0.5")));
    journal().append(List.of(stored("sip:a@10.0.0.5", 2, Duration.ofMinutes(10))));
    assertThat(reopened().restore()).extracting(s -> s.binding().cseq()).containsExactly(2L);
  }

  @Test
  default void contactsThatDifferOnlyInCaseAreTwo() {
    journal().append(List.of(stored("sip:a@10.0.0.5", 1, Duration.ofMinutes(10))));
    journal().append(List.of(stored("sip:A@10.0.0.5", 2, Duration.ofMinutes(10))));
    assertThat(reopened().restore()).hasSize(2);
  }

  private static BindingDelta stored(String contact, long cseq, Duration expires) {
    return new BindingDelta.Stored(
        ALICE,
        new Binding(
            contact,
            null,
            0,
            1000,
            "call",
            cseq,
            Hop.to(Transport.UDP, address("10.0.0.5", 5060)),
            List.of(),
            null,
            T0,
            T0.plus(expires)));
  }

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(java.net.InetAddress.ofLiteral(host), port);
  }
}
