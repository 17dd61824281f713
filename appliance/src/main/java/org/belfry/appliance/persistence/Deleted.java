package org.belfry.appliance.persistence;

/** Keeps what was deleted for a while, so that it can be put back. */
public interface Deleted {

  /**
   * Keeps a thing; to be called in the transaction that deletes it.
   *
   * @param kind as the audit log has it, at most 32 characters
   * @param name for people, at most 190 characters
   * @param document whatever its {@link DeletedItemRestorer} needs
   */
  void keep(String kind, String name, String document);

  /** Forgets one; to be called in the transaction that puts it back. */
  void forget(long id);
}
