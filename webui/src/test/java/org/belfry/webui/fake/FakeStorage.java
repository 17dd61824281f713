package org.belfry.webui.fake;

import java.time.Instant;
import java.util.List;
import org.belfry.pbx.admin.StorageMonitor;

/** A disk with as much free as a test says. */
public final class FakeStorage implements StorageMonitor {
  private static final long GIGABYTE = 1_000_000_000;

  private long free;
  private boolean complete;
  private List<PersonView> people = List.of();

  public FakeStorage() {
    clear();
  }

  public void clear() {
    free = 40 * GIGABYTE;
    complete = true;
    people = List.of();
  }

  void opens() {
    people =
        List.of(
            new PersonView("1001", "Alice Berger", 12, 34_000_000, 40, 410_000_000),
            new PersonView("1002", "Bob Lehmann", 1, 900_000, 0, 0));
  }

  /** Fills the fake as an office does. */
  public void isUsed() {
    opens();
  }

  public void hasFree(long gigabytes) {
    free = gigabytes * GIGABYTE;
  }

  public void hasTooManyFiles() {
    complete = false;
  }

  @Override
  public StorageView storage() {
    return new StorageView(
        Instant.parse("2026-11-25T09:30:00Z"),
        complete,
        100 * GIGABYTE,
        free,
        List.of(
            new PartView(Part.RECORDINGS, 31 * GIGABYTE, 4120, "belfry.recording.keep"),
            new PartView(Part.BACKUPS, 9 * GIGABYTE, 800, null),
            new PartView(Part.DATABASE, 410_000_000, 220, "belfry.history.keep"),
            new PartView(Part.VOICEMAIL, 35_000_000, 13, "belfry.voicemail.keep"),
            new PartView(Part.LOGS, 12_000_000, 3, null)),
        people);
  }
}
