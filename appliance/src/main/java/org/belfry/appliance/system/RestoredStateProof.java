package org.belfry.appliance.system;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A state that was restored has proven itself when everything has started on it. */
@Component
class RestoredStateProof {
  private static final Logger LOG = LoggerFactory.getLogger(RestoredStateProof.class);

  private final Bootstrap groundwork;

  RestoredStateProof(Bootstrap groundwork) {
    this.groundwork = groundwork;
  }

  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    try {
      RestoredState.proven(groundwork.data().path());
    } catch (IOException e) {
      LOG.warn("the restored state cannot be marked as good: {}", Failures.phrase(e));
    }
  }
}
