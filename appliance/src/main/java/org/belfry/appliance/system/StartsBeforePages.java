package org.belfry.appliance.system;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * What calls need to run: started, in the order of its phases, while the pages are still being
 * made. Ended by its {@code destroy} when they cannot be.
 */
public interface StartsBeforePages extends SmartLifecycle, DisposableBean {
  @Override
  default void destroy() {
    if (isRunning()) {
      stop();
    }
  }
}
