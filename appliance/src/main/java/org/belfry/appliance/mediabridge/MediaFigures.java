package org.belfry.appliance.mediabridge;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.belfry.media.relay.Dropped;
import org.belfry.media.server.LocalAddress;
import org.belfry.media.server.MediaServer;
import org.springframework.stereotype.Component;

/** What monitoring asks of the media of calls; docs/operations.md lists it. */
@Component
class MediaFigures implements MeterBinder {
  private final MediaBridge bridge;

  MediaFigures(MediaBridge bridge) {
    this.bridge = bridge;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    MediaServer server = bridge.sessions().server();
    gauge(registry, "media.calls", "Calls whose media runs through us", b -> b.calls());
    gauge(registry, "media.legs", "Legs that have their ports", b -> server.legs());
    for (LocalAddress address : server.addresses()) {
      Gauge.builder("media.ports.in.use", server, s -> s.portsInUse(address.name()))
          .description("Pairs of media ports in use")
          .tag("address", address.name())
          .register(registry);
    }
    count(registry, "media.ports.refused", "Legs for which there was no port", server::refused);
    count(registry, "media.refused", "Session descriptions refused", bridge::refused);
    count(registry, "media.lost", "Calls ended because media had gone", bridge::mediaLost);
    count(
        registry,
        "media.late.ticks",
        "Frames of transcoded calls that were more than 20 ms late",
        bridge.sessions()::lateTicks);
    gauge(
        registry,
        "media.latest.tick.seconds",
        "How late the latest frame of applications, rooms and transcoded calls was since this was"
            + " asked last",
        b -> b.sessions().latestTick().toNanos() / 1e9);
    count(registry, "media.packets.received", "Packets accepted", server::packetsReceived);
    count(registry, "media.packets.sent", "Packets sent", server::packetsSent);
    for (Dropped why : Dropped.values()) {
      FunctionCounter.builder("media.packets.dropped", server, s -> s.packetsDropped(why))
          .description("Packets that went no further")
          .tags(Tags.of("reason", why.name().toLowerCase(Locale.ROOT)))
          .register(registry);
    }
  }

  private void gauge(
      MeterRegistry registry, String name, String help, ToDoubleFunction<MediaBridge> value) {
    Gauge.builder(name, bridge, value).description(help).register(registry);
  }

  private void count(
      MeterRegistry registry, String name, String help, java.util.function.LongSupplier value) {
    FunctionCounter.builder(name, bridge, b -> value.getAsLong())
        .description(help)
        .register(registry);
  }
}
