package org.belfry.appliance.directory;

import org.belfry.pbx.admin.InvalidCommand;

/** Whom the one who is signed in may delete; known to those who know what users may. */
@FunctionalInterface
public interface Seniority {

  /**
   * @throws InvalidCommand naming {@code role} when this user may only be deleted by somebody else
   */
  void mayDelete(long userId);
}
