package org.belfry.appliance.system;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Tells why Belfry does not start: one sentence on standard error when the person who starts it can
 * do something about it. Anything else is a fault of ours and goes on to the log with its trace.
 */
final class StartFailure implements SpringBootExceptionReporter {
  private static final Logger LOG = LoggerFactory.getLogger(StartFailure.class);

  StartFailure(@Nullable ConfigurableApplicationContext context) {
    LOG.trace("reports failures of {}", context);
  }

  @Override
  public boolean reportException(Throwable failure) {
    CannotStart reason = CannotStart.in(failure);
    if (reason == null) {
      return false;
    }
    LOG.debug("cannot start", failure);
    System.err.println("Belfry cannot start: " + reason.getMessage());
    return true;
  }
}
