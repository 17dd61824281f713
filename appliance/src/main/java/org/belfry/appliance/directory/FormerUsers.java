package org.belfry.appliance.directory;

/** Deleted users that can still come back. */
public interface FormerUsers {

  /** Whether the files of the user with this id are to be kept. */
  boolean keeps(long userId);
}
