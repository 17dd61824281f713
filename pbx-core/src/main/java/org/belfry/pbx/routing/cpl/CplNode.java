package org.belfry.pbx.routing.cpl;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of a script; null stands for the end of one, where RFC 3880 §10 says what happens. Nodes
 * make a graph without circles: a subaction is one node that several lead to.
 */
sealed interface CplNode {

  /** The line of its start tag, for explanations. */
  int line();

  /**
   * Any of the switches (§4): the first case that holds is taken, none is the end of the script.
   *
   * @param name of the element
   */
  record Switch(int line, String name, List<Case> cases) implements CplNode {
    public Switch {
      cases = List.copyOf(cases);
    }
  }

  /** One output of a switch. */
  record Case(int line, CplTest test, @Nullable CplNode then) {}

  /**
   * §5.1
   *
   * @param priority 0 to 1000
   */
  record Location(int line, String url, int priority, boolean clear, @Nullable CplNode then)
      implements CplNode {}

  /**
   * §5.2
   *
   * @param registrations whether it asks for the user's phones, or something of the web's, which
   *     always fails
   */
  record Lookup(
      int line,
      String source,
      boolean registrations,
      boolean clear,
      @Nullable CplNode success,
      @Nullable CplNode notFound,
      @Nullable CplNode failure)
      implements CplNode {}

  /**
   * §5.3
   *
   * @param location null for all
   */
  record RemoveLocation(int line, @Nullable String location, @Nullable CplNode then)
      implements CplNode {}

  /** In which order the places of a proxy ring. */
  enum Ordering {
    PARALLEL,
    SEQUENTIAL,
    FIRST_ONLY
  }

  /**
   * §6.1. Outputs that the script has not got are its default.
   *
   * @param time how long a place rings
   * @param recurse whether redirections are followed
   */
  record Proxy(
      int line,
      Duration time,
      boolean recurse,
      Ordering ordering,
      @Nullable CplNode busy,
      @Nullable CplNode noAnswer,
      @Nullable CplNode redirection,
      @Nullable CplNode failure)
      implements CplNode {

    /** True when nothing comes after it. */
    boolean ends() {
      return busy == null && noAnswer == null && failure == null;
    }

    /** True when the same comes after it whatever happened, but for redirections. */
    boolean sameForAll() {
      return CplConditions.same(busy, noAnswer) && CplConditions.same(busy, failure);
    }
  }

  /** §6.2 */
  record Redirect(int line, boolean permanent) implements CplNode {}

  /** §6.3 */
  record Reject(int line, int status, String reason) implements CplNode {}

  /** §7.1 */
  record Mail(int line, String to, String subject, String body, @Nullable CplNode then)
      implements CplNode {}

  /** §7.2 */
  record Log(int line, @Nullable String name, String comment, @Nullable CplNode then)
      implements CplNode {}

  /** §8 */
  record Sub(int line, String ref, @Nullable CplNode target) implements CplNode {}
}
