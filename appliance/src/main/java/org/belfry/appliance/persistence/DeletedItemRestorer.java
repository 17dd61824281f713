package org.belfry.appliance.persistence;

import org.belfry.pbx.admin.InvalidCommand;

/** Puts back deleted things of one kind. */
public interface DeletedItemRestorer {

  /** As {@link Deleted#keep} was given it. */
  String kind();

  /**
   * Puts one back, in a transaction of its own.
   *
   * @param document as it was kept
   * @param also run in the same transaction
   * @throws InvalidCommand when it cannot come back, such as when its name is in use
   */
  void restore(String document, Runnable also);
}
