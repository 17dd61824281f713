package org.belfry.appliance.directory;

/**
 * One of the things that people arrange, as a sentence names it.
 *
 * @param name extension, number or name; empty for what there is only one of
 */
public record Owner(Kind kind, String name) {

  /** What sort of thing. */
  public enum Kind {
    USER("user"),
    GROUP("group"),
    SCHEDULE("schedule"),
    TRUNK("trunk"),
    ROUTE("route"),
    INBOUND("inbound number"),
    ATTENDANT("attendant"),
    QUEUE("queue"),
    CONFERENCE("conference room"),
    LOCATION("location"),
    SITE("the site's settings"),
    FEATURES("the feature codes");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  @Override
  public String toString() {
    return name.isEmpty() ? kind.word : kind.word + " " + name;
  }
}
