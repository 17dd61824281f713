package org.belfry.pbx.sip.locate;

import java.util.List;

/** What is known of a question. */
public sealed interface Answer {

  /** Records of the type asked for; a name that stands for another (CNAME) was followed. */
  record Found(List<DnsRecord> records) implements Answer {
    public Found {
      records = List.copyOf(records);
    }
  }

  /** There is no such name, or it has no such record. */
  record None() implements Answer {
    public static final None NONE = new None();
  }

  /**
   * Nobody knows: no name server answered in time, or what it answered makes no sense.
   *
   * @param why a phrase for people
   */
  record Failed(String why) implements Answer {}
}
