package org.belfry.appliance.mailbox;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** What monitoring asks of voicemail; docs/operations.md lists it. */
@Component
class MailboxFigures implements MeterBinder {
  private final MessageArchiver archiver;
  private final Counts counts;

  MailboxFigures(MessageArchiver archiver, Counts counts) {
    this.archiver = archiver;
    this.counts = counts;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("voicemail.messages.filed", archiver, MessageArchiver::filed)
        .description("Messages that came into mailboxes")
        .register(registry);
    Gauge.builder("voicemail.messages", counts, Counts::messages)
        .description("Messages in all mailboxes")
        .register(registry);
    Gauge.builder("voicemail.bytes", counts, Counts::bytes)
        .description("What they take on the disk")
        .register(registry);
  }
}
