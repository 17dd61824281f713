package org.belfry.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.RemoteCandidate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our agents and ice4j's over real sockets of loopback: somebody else's reading of RFC 8445. */
@Tag("adapter")
@Timeout(60)
class Ice4jInteropTest {
  // Kept, as loggers that nobody holds forget their level.
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("org.ice4j"), Logger.getLogger("org.jitsi"));

  static {
    QUIET.forEach(logger -> logger.setLevel(Level.OFF));
  }

  /** A host with one socket that is read by the test's thread. */
  private static final class Host implements IceOutput, AutoCloseable {
    final DatagramSocket socket;
    final InetSocketAddress base;
    final List<IceEvent> events = new ArrayList<>();

    Host() throws IOException {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      base = (InetSocketAddress) socket.getLocalSocketAddress();
    }

    List<org.belfry.media.ice.LocalCandidate> locals() {
      return new CandidatePolicy(List.of(), List.of(), true).candidates(List.of(base), 1);
    }

    @Override
    public void send(byte[] bytes, InetSocketAddress from, InetSocketAddress to) {
      try {
        socket.send(new DatagramPacket(bytes, bytes.length, to));
      } catch (IOException e) {
        throw new AssertionError("loopback takes every datagram", e);
      }
    }

    @Override
    public void happened(IceEvent event) {
      events.add(event);
    }

    /** Gives the agent what comes and the time, until something holds. */
    void runUntil(IceAgent agent, BooleanSupplier done) throws IOException {
      Instant limit = Instant.now().plusSeconds(20);
      byte[] buffer = new byte[2000];
      while (!done.getAsBoolean()) {
        assertThat(Instant.now()).as(agent.debugState()).isBefore(limit);
        Instant wake = agent.wakeAt();
        long wait = wake == null ? 20 : Duration.between(Instant.now(), wake).toMillis();
        socket.setSoTimeout((int) Math.clamp(wait, 1, 20));
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
          socket.receive(packet);
          InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
          agent.received(buffer, 0, packet.getLength(), from, base, Instant.now());
        } catch (SocketTimeoutException nothing) {
          agent.wake(Instant.now());
        }
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  @Test
  void ourLiteAgentAndAControllingOneOfTheirs() throws Exception {
    try (Host host = new Host()) {
      IceCredentials credentials = IceCredentials.next(new Random());
      connect(host, new LiteAgent(IceSettings.DEFAULT, credentials, host.locals(), host), true);
    }
  }

  @Test
  void ourFullAgentControlsOneOfTheirs() throws Exception {
    try (Host host = new Host()) {
      connect(host, full(host, true), false);
    }
  }

  @Test
  void ourFullAgentIsControlledByOneOfTheirs() throws Exception {
    try (Host host = new Host()) {
      connect(host, full(host, false), true);
    }
  }

  @Test
  void aRoleConflictWithTheirsIsSettled() throws Exception {
    try (Host host = new Host()) {
      connect(host, full(host, true), true);
    }
  }

  private static IceAgent full(Host host, boolean controlling) {
    Random random = new Random();
    return new FullAgent(
        IceSettings.DEFAULT, IceCredentials.next(random), host.locals(), controlling, random, host);
  }

  private static void connect(Host host, IceAgent ours, boolean theirsControls) throws Exception {
    Agent theirs = new Agent();
    try {
      theirs.setControlling(theirsControls);
      IceMediaStream stream = theirs.createMediaStream("audio");
      Component component = theirs.createComponent(stream, 25000, 25000, 26000);
      List<Candidate> told = new ArrayList<>();
      for (LocalCandidate candidate : component.getLocalCandidates()) {
        told.add(translated(candidate));
      }
      stream.setRemoteUfrag(ours.credentials().ufrag());
      stream.setRemotePassword(ours.credentials().password());
      for (Candidate candidate : ours.candidates()) {
        TransportAddress address = new TransportAddress(candidate.address(), Transport.UDP);
        component.addRemoteCandidate(
            new RemoteCandidate(
                address,
                component,
                org.ice4j.ice.CandidateType.HOST_CANDIDATE,
                candidate.foundation(),
                candidate.priority(),
                null));
      }
      ours.remote(
          new RemoteIce(
              new IceCredentials(theirs.getLocalUfrag(), theirs.getLocalPassword()), false, told),
          Instant.now());
      theirs.startConnectivityEstablishment();
      host.runUntil(
          ours,
          () ->
              ours.state() == IceAgent.State.CONNECTED
                  && (theirs.getState() == IceProcessingState.COMPLETED
                      || theirs.getState() == IceProcessingState.TERMINATED));
      InetSocketAddress there =
          component.getSelectedPair().getRemoteCandidate().getTransportAddress();
      assertThat(there.getPort()).isEqualTo(host.base.getPort());
      assertThat(ours.selected().remote().getPort())
          .isEqualTo(
              component.getSelectedPair().getLocalCandidate().getTransportAddress().getPort());
      assertThat(host.events).hasAtLeastOneElementOfType(IceEvent.Selected.class);
    } finally {
      theirs.free();
    }
  }

  private static Candidate translated(LocalCandidate theirs) {
    return new Candidate(
        theirs.getFoundation(),
        1,
        theirs.getPriority(),
        new InetSocketAddress(
            theirs.getTransportAddress().getAddress(), theirs.getTransportAddress().getPort()),
        CandidateType.HOST,
        null);
  }
}
