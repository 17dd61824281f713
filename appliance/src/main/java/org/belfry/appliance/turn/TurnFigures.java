package org.belfry.appliance.turn;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import org.belfry.media.turn.TurnCounter;
import org.springframework.stereotype.Component;

/** What monitoring asks of the TURN server; docs/operations.md lists it. */
@Component
class TurnFigures implements MeterBinder {
  private final TurnService turn;

  TurnFigures(TurnService turn) {
    this.turn = turn;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("turn.allocations", turn, TurnService::allocations)
        .description("Relayed ports that are lent")
        .register(registry);
    for (TurnCounter counter : TurnCounter.values()) {
      FunctionCounter.builder("turn.events", turn, t -> t.count(counter))
          .description("What the TURN server has counted")
          .tag("event", counter.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
  }
}
