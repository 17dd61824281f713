package org.belfry.appliance.mail;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import org.belfry.pbx.admin.MailAdmin.MailState;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** What monitoring asks of mail; docs/operations.md lists it. */
@Component
class MailFigures implements MeterBinder {
  private final OutboxTable table;
  private final OutboxSender sender;

  MailFigures(OutboxTable table, OutboxSender sender) {
    this.table = table;
    this.sender = sender;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (MailState state : MailState.values()) {
      Gauge.builder("mail.outbox", () -> count(state))
          .description("Mails that wait, and mails that were given up")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    FunctionCounter.builder("mail.sent", sender, OutboxSender::sent)
        .description("Mails that the server has taken")
        .register(registry);
  }

  /** Not known while the database is away. */
  private double count(MailState state) {
    try {
      return table.count(state);
    } catch (DataAccessException e) {
      return Double.NaN;
    }
  }
}
