package org.belfry.media.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.belfry.media.session.World.between;
import static org.belfry.media.session.World.closed;
import static org.belfry.media.session.World.later;
import static org.belfry.media.session.World.offer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.belfry.media.sdp.negotiation.Side;
import org.junit.jupiter.api.Test;

/** What is left of calls: nothing but their reports. */
class EndOfCallsTest {
  @Test
  void aThousandCallsLeaveNothingBehind() throws Exception {
    try (World world = new World();
        Handset alice = new Handset(1, 8);
        Handset bob = new Handset(2, 0)) {
      for (int i = 0; i < 1000; i++) {
        // Every second one is transcoded, every third not answered.
        bob.speaksIn(i % 2 == 0 ? 8 : 0);
        MediaSession session = world.call();
        if (i % 3 == 0) {
          offer(session, "b0", alice.sdp());
        } else {
          between(session, alice, bob);
        }
        assertThat(closed(session)).hasSize(2);
      }
      assertThat(world.sessions.server().legs()).isZero();
      assertThat(world.sessions.server().calls()).isZero();
      assertThat(world.sessions.server().portsInUse("lo")).isZero();
      world.sessions.server().checkPorts();
      for (int i = 0; i < 500 && world.sessions.ticker().size() > 0; i++) {
        bob.gets(5);
      }
      assertThat(world.sessions.ticker().size()).isZero();
    }
  }

  @Test
  void whereThereIsNoPortACallIsRefusedAndGivesBackWhatItHad() throws Exception {
    try (World world = new World(63_000, 63_005, Duration.ZERO); // three pairs
        Handset alice = new Handset(1, 8)) {
      MediaSession first = world.call();
      offer(first, "b0", alice.sdp());
      MediaSession second = world.call();
      assertThatThrownBy(() -> offer(second, "b0", alice.sdp()))
          .isInstanceOfSatisfying(NoPort.class, none -> assertThat(none.why()).contains("in use"));
      second.branchEnded("b0");
      assertThat(closed(second)).hasSizeLessThan(2);
      assertThat(world.sessions.server().portsInUse("lo")).isEqualTo(2);
      assertThat(closed(first)).hasSize(2);
      MediaSession third = world.call();
      offer(third, "b0", alice.sdp());
      assertThat(closed(third)).hasSize(2);
      world.sessions.server().checkPorts();
    }
  }

  @Test
  void aCallWithoutSoundIsToldOnceAndSaysWhoIsSilent() throws Exception {
    try (World world = new World(63_000, 63_099, Duration.ofSeconds(1));
        Handset alice = new Handset(1, 8);
        Handset bob = new Handset(2, 8)) {
      MediaSession session = between(world.call(), alice, bob);
      assertThat(world.lost.poll(10, TimeUnit.SECONDS))
          .matches("no RTP has ever come from the (caller|callee) in \\d+ s");
      assertThat(world.lost.poll(1500, TimeUnit.MILLISECONDS)).isNull();
      assertThat(closed(session))
          .extracting(LegReport::note)
          .containsExactly("no RTP ever came from the caller", "no RTP ever came from the callee");
    }
  }

  @Test
  void aCallThatRingsOrIsHeldMayBeSilent() throws Exception {
    try (World world = new World(63_000, 63_099, Duration.ofSeconds(1));
        Handset alice = new Handset(1, 8);
        Handset bob = new Handset(2, 8)) {
      MediaSession ringing = world.call();
      offer(ringing, "b0", alice.sdp());
      World.answer(ringing, "b0", "t", bob.sdp());
      MediaSession held = between(world.call(), alice, bob);
      later(held, Side.A, Kind.OFFER, alice.sdp("a=sendonly"));
      later(held, Side.B, Kind.ANSWER, bob.sdp("a=recvonly"));
      assertThat(world.lost.poll(2500, TimeUnit.MILLISECONDS)).isNull();
      closed(ringing);
      closed(held);
    }
  }

  @Test
  void theServerEndsWithAllItsThreadsAndEveryClosedCallIsTold() throws Exception {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    List<CompletableFuture<List<LegReport>>> told = new ArrayList<>();
    World world = new World();
    try (Handset alice = new Handset(1, 8);
        Handset bob = new Handset(2, 0)) {
      List<MediaSession> open = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        open.add(between(world.call(), alice, bob));
      }
      for (int i = 0; i < 25; i++) {
        CompletableFuture<List<LegReport>> reports = new CompletableFuture<>();
        told.add(reports);
        open.get(i).close(reports::complete);
      }
      world.close();
      for (int i = 25; i < 50; i++) { // signalling that ends later is told too
        CompletableFuture<List<LegReport>> reports = new CompletableFuture<>();
        told.add(reports);
        open.get(i).close(reports::complete);
      }
    }
    assertThat(told).allSatisfy(reports -> assertThat(reports).isCompleted());
    assertThat(told).allSatisfy(reports -> assertThat(reports.join()).hasSize(2));
    List<Thread> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread) && thread.getName().startsWith("media"))
            .toList();
    // An executor is terminated a moment before its thread is.
    for (Thread thread : left) {
      assertThat(thread.join(Duration.ofSeconds(5))).as(thread.getName()).isTrue();
    }
  }
}
