package org.belfry.media.session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.belfry.media.ice.Candidate;
import org.belfry.media.ice.IceCredentials;
import org.belfry.media.ice.IceEvent;
import org.belfry.media.ice.IceOutput;
import org.belfry.media.ice.IceSettings;
import org.belfry.media.ice.LiteAgent;
import org.belfry.media.ice.LocalCandidate;
import org.belfry.media.ice.RemoteIce;
import org.belfry.media.relay.IceSide;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.sdp.negotiation.LocalMedia.LocalIce;
import org.belfry.media.server.MediaLeg;
import org.jspecify.annotations.Nullable;

/**
 * The ICE agent of one leg, run on the control thread: STUN messages of the leg's port go in, what
 * it sends goes out by the same port.
 */
final class IceLine implements IceSide, IceOutput {
  private final ScheduledExecutorService control;
  private final InstantSource clock;
  private final MediaLeg leg;
  private final InetSocketAddress base;
  private final List<LocalCandidate> locals;
  private final Consumer<IceEvent> listener;
  private final LiteAgent agent;
  private volatile IceCredentials credentials;
  private @Nullable ScheduledFuture<?> wake;
  private @Nullable Instant wakeAt;
  private boolean closed;

  IceLine(
      ScheduledExecutorService control,
      InstantSource clock,
      MediaLeg leg,
      IceSettings settings,
      IceCredentials credentials,
      List<LocalCandidate> locals,
      Consumer<IceEvent> listener) {
    this.control = control;
    this.clock = clock;
    this.leg = leg;
    this.base = leg.rtp().socketAddress();
    this.locals = locals;
    this.listener = listener;
    this.credentials = credentials;
    this.agent = new LiteAgent(settings, credentials, locals, this);
    leg.called(credentials.ufrag());
  }

  /** What our description says of it. */
  LocalIce local() {
    List<org.belfry.media.sdp.Candidate> told = new ArrayList<>();
    for (LocalCandidate local : locals) {
      org.belfry.media.sdp.Candidate read =
          org.belfry.media.sdp.Candidate.parse(local.candidate().toLine());
      if (read != null) {
        told.add(read);
      }
    }
    return new LocalIce(
        new org.belfry.media.sdp.IceCredentials(credentials.ufrag(), credentials.password()),
        told,
        true,
        false,
        true);
  }

  /** ICE begins anew: our next description has these. */
  void restart(IceCredentials fresh) {
    credentials = fresh;
    leg.called(fresh.ufrag());
    later(() -> agent.restart(fresh, clock.instant()));
  }

  /** What the far end's description says. */
  void remote(org.belfry.media.sdp.negotiation.RemoteIce far) {
    String ufrag = far.credentials().ufrag();
    String password = far.credentials().password();
    if (!IceCredentials.areLawful(ufrag, password)) {
      return; // its checks will carry what we cannot verify, and the agent's limit ends the wait
    }
    List<Candidate> candidates = new ArrayList<>();
    for (org.belfry.media.sdp.Candidate each : far.candidates()) {
      if (Candidate.parse(each.text()) instanceof Candidate.Usable(Candidate usable)
          && usable.component() == 1) {
        candidates.add(usable);
      }
    }
    RemoteIce remote = new RemoteIce(new IceCredentials(ufrag, password), far.lite(), candidates);
    later(() -> agent.remote(remote, clock.instant()));
  }

  @Override
  public void received(byte[] message, TransportAddress from, int component) {
    later(() ->
        agent.received(message, 0, message.length, from.socketAddress(), base, clock.instant()));
  }

  @Override
  public void send(byte[] bytes, InetSocketAddress from, InetSocketAddress to) {
    leg.sendRaw(bytes, TransportAddress.of(to), 1);
  }

  @Override
  public void happened(IceEvent event) {
    listener.accept(event);
  }

  void close() {
    later(() -> {
      closed = true;
      if (wake != null) {
        wake.cancel(false);
      }
    });
  }

  private void later(Runnable what) {
    try {
      control.execute(() -> {
        if (!closed) {
          what.run();
          arm();
        }
      });
    } catch (RejectedExecutionException e) {
      leg.close(); // the media server stops: nobody listens any more
    }
  }

  private void arm() {
    Instant due = agent.wakeAt();
    if (closed || due == null || (due.equals(wakeAt) && wake != null && !wake.isDone())) {
      return;
    }
    if (wake != null) {
      wake.cancel(false);
    }
    wakeAt = due;
    Duration left = Duration.between(clock.instant(), due);
    wake =
        control.schedule(
            () -> {
              agent.wake(clock.instant());
              wakeAt = null;
              arm();
            },
            Math.max(0, left.toMillis()),
            TimeUnit.MILLISECONDS);
  }
}
