package org.belfry.appliance.directory;

import org.belfry.pbx.admin.InvalidCommand;

/** What the signed-in user may do beyond every user's rights. */
public interface Seniority {

  /**
   * @throws InvalidCommand naming {@code role} when this user may only be deleted by somebody else
   */
  void mayDelete(long userId);

  /** True for an owner, and for the appliance itself. */
  boolean owns();
}
