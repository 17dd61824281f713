package org.belfry.pbx.admin;

import java.util.List;

/** How the appliance stands in the network, as far as it can know, for people. */
public interface NetworkCheck {

  /** What is known without asking anybody. */
  List<FindingView> look();

  /**
   * Asks STUN servers (RFC 8489) how we look from outside; takes up to a few seconds.
   *
   * @param servers {@code stun.example.com} or {@code stun.example.com:3478}; two with a comma
   *     between them tell the kind of NAT
   * @throws InvalidCommand when that is no server's name
   */
  List<FindingView> ask(String servers);

  enum Level {
    GOOD,
    /** May be wanted so; somebody should look. */
    CHECK,
    BAD
  }

  /**
   * @param code by which pages find the sentence in the reader's language
   * @param words what the sentence is about
   * @param sentence in English
   */
  record FindingView(Level level, String code, List<String> words, String sentence) {}
}
