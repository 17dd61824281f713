package org.belfry.pbx.sip.locate;

import java.util.Locale;

/**
 * What is asked of the DNS.
 *
 * @param name absolute, in lower case, without the last dot
 */
public record Question(String name, Type type) {

  /** The kinds of records that finding a server takes. */
  public enum Type {
    NAPTR,
    SRV,
    A,
    AAAA
  }

  public Question {
    name = absolute(name);
  }

  private static String absolute(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  @Override
  public String toString() {
    return name + " " + type;
  }
}
