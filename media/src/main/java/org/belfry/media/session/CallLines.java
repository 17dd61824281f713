package org.belfry.media.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.belfry.media.relay.LegEvent;
import org.belfry.media.relay.LegTotals;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.sdp.Connection;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.SessionDescription;
import org.belfry.media.sdp.negotiation.Side;
import org.belfry.media.server.MediaCall;
import org.belfry.media.server.MediaEvents;
import org.belfry.media.server.MediaLeg;
import org.jspecify.annotations.Nullable;

/**
 * All lines of one call, from the opening of the first to the report of the last: hands them what
 * the media server tells, tells signalling what ends the call, and gathers how each sounded.
 *
 * <p>Lines are opened and closed by the call's one thread at a time; what the media server tells
 * comes on the control thread; {@link #live} is for any.
 */
final class CallLines {
  private final MediaSessions world;
  private final String id;
  private final SessionEvents events;
  private final MediaCall call;
  private final Map<MediaLeg, Line> lines = new ConcurrentHashMap<>();
  private final List<LegReport> reports = new CopyOnWriteArrayList<>();
  private final AtomicBoolean lost = new AtomicBoolean();
  private final AtomicReference<@Nullable Consumer<List<LegReport>>> onClosed =
      new AtomicReference<>();
  private volatile boolean closed;

  private CallLines(
      MediaSessions world,
      String id,
      SessionEvents events,
      BiFunction<String, MediaEvents, MediaCall> opening) {
    this.world = world;
    this.id = id;
    this.events = events;
    this.call = opening.apply(id, new Legs());
  }

  static CallLines betweenDevices(MediaSessions world, String id, SessionEvents events) {
    return new CallLines(world, id, events, world.server()::open);
  }

  static CallLines withApplication(MediaSessions world, String id, SessionEvents events) {
    return new CallLines(world, id, events, world.server()::openForApplication);
  }

  /**
   * What we are to one device of the call.
   *
   * @param who it is, for people: caller, callee or phone
   * @param name of its legs, for logs and figures
   */
  SessionSide half(Side side, String who, String name, Device device) {
    return new SessionSide(world, this, call, side, who, name, device);
  }

  /** The first description came; when it is by another call of ours, the two go together. */
  void faces(SessionDescription theirs) {
    for (MediaDescription section : theirs.media()) {
      Connection at = section.connection();
      TransportAddress port = at == null ? null : Line.address(at.address(), section.port());
      if (port != null) {
        call.faces(port);
        return;
      }
    }
  }

  /** A line was opened. */
  void opened(Line line) {
    lines.put(line.leg(), line);
  }

  /** Something that explains how the call sounds, in one sentence. */
  void note(String what) {
    events.noted(id, what);
  }

  /** Both sides talk. */
  void tellTalk() {
    events.talks(id);
  }

  /** A line that has no part in the call any more, and no place in its reports. */
  void drop(Line line) {
    if (lines.remove(line.leg()) != null) {
      line.close();
    }
  }

  boolean closed() {
    return closed;
  }

  /**
   * Closes all lines. A second time does nothing.
   *
   * @param first what else has to end, before the lines do
   * @param then is given how each leg sounded, on another thread or at once
   */
  void close(Runnable first, Consumer<List<LegReport>> then) {
    if (closed) {
      return;
    }
    closed = true;
    onClosed.set(then);
    first.run();
    lines.values().forEach(Line::close);
    call.close();
    tellIfAllIsClosed();
  }

  /** How each leg sounds now. */
  CompletableFuture<List<LegReport>> live() {
    List<CompletableFuture<LegReport>> each =
        lines.values().stream().map(line -> line.leg().totals().thenApply(line::report)).toList();
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
        .thenApply(done -> sorted(each.stream().map(CompletableFuture::join).toList()));
  }

  /** Each leg that ends looks, and so does who closes: the last of them tells. */
  private void tellIfAllIsClosed() {
    if (lines.isEmpty()) {
      Consumer<List<LegReport>> then = onClosed.getAndSet(null);
      if (then != null) {
        then.accept(sorted(reports));
      }
    }
  }

  private static List<LegReport> sorted(List<LegReport> all) {
    List<LegReport> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.comparing(LegReport::side).thenComparing(LegReport::type));
    return sorted;
  }

  /** What the media server tells; on the control thread. */
  private final class Legs implements MediaEvents {
    @Override
    public void happened(MediaLeg leg, LegEvent event) {
      Line line = lines.get(leg);
      if (line == null) {
        return;
      }
      line.happened(event);
      if (event instanceof LegEvent.MediaTimedOut timedOut
          && !closed
          && lost.compareAndSet(false, true)) {
        events.mediaLost(id, timedOut.words().replace("the phone", "the " + line.who()));
      }
    }

    @Override
    public void closed(MediaLeg leg, LegTotals totals) {
      Line line = lines.get(leg);
      if (line != null) {
        reports.add(line.report(totals));
        lines.remove(leg);
        tellIfAllIsClosed();
      }
    }

    @Override
    public void failed(MediaLeg leg, RuntimeException fault) {
      note("the media of this call failed by our own fault: " + fault);
      events.mediaLost(id, "a fault of the media server");
    }
  }
}
