package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who has changed what, newest first. Secrets are masked. */
public interface AuditLog {

  /**
   * @param limit 1 to 500
   * @param offset rows to skip, from 0
   * @throws InvalidCommand when limit or offset is out of range
   */
  AuditPage find(Filter filter, int offset, int limit);

  /**
   * Every criterion that is not null must hold.
   *
   * @param text part of who did it, or of what it was done to
   * @param from changes at or after
   * @param to changes before
   */
  record Filter(@Nullable String text, @Nullable Instant from, @Nullable Instant to) {
    public static final Filter ALL = new Filter(null, null, null);
  }

  /** What was done. */
  enum Action {
    CREATED,
    CHANGED,
    DELETED
  }

  /**
   * @param who the administrator or the token; empty for the appliance itself
   * @param kind of thing: {@code user}, {@code group}, {@code trunk} …
   * @param name what people call it
   * @param differences what has changed; for a new thing all that it has
   */
  record AuditEntry(
      long id,
      Instant at,
      String who,
      Action action,
      String kind,
      String name,
      List<Difference> differences) {}

  /**
   * @param field a path: {@code members[0].extension}
   * @param before null when it was not there
   * @param after null when it is gone
   */
  record Difference(String field, @Nullable String before, @Nullable String after) {}

  /**
   * @param total rows that match the filter, on all pages
   */
  record AuditPage(List<AuditEntry> entries, long total, int offset, int limit) {}
}
