package org.belfry.pbx.guard;

/** Takes what the guard did. Called on a lane or a transport's thread: returns at once. */
@FunctionalInterface
public interface GuardLog {
  void on(GuardEvent event);
}
