package org.belfry.pbx.sip.locate;

import java.time.Duration;
import java.util.function.Consumer;

/** The DNS, as finding servers sees it: the real one, or a scripted one in the simulated world. */
public interface NameServer extends AutoCloseable {

  /**
   * Asks and returns at once.
   *
   * @param reply told exactly once, on any thread, also when nobody answers: then with {@link
   *     Answer.Failed}, after some seconds
   */
  void ask(Question question, Consumer<Reply> reply);

  @Override
  void close();

  /**
   * @param ttl for how long the answer holds
   */
  record Reply(Answer answer, Duration ttl) {}
}
