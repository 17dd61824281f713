package org.belfry.pbx.admin;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user's own conference room, at most one, made without an administrator. */
public interface OwnRooms {

  /**
   * The room that this user has made.
   *
   * @throws NotFound when there is no such user
   */
  Optional<OwnRoomView> room(String extension);

  /**
   * Makes the room or changes it; applies to conferences that begin from now on.
   *
   * @throws InvalidCommand naming the field that cannot be taken, or {@code room} when the site has
   *     too many rooms or another room has its name
   * @throws NotFound when there is no such user
   */
  OwnRoomView save(String extension, SaveOwnRoom command);

  /**
   * @throws InvalidCommand when something still leads to it, naming what
   * @throws NotFound when the user has no room
   */
  void delete(String extension);

  /**
   * @param title 1 to 64 characters; null for the user's name
   * @param pin of guests, 4 to 12 digits; required
   * @param lobby whether guests hear music until the user is in the room, and leave with the user
   * @param mutedEntry whether guests join muted
   * @param names whether guests say their names, which all hear
   */
  record SaveOwnRoom(
      @Nullable String title, String pin, boolean lobby, boolean mutedEntry, boolean names) {}

  /**
   * @param name of the room; the user's extension when the room was made
   * @param dial what users of the site dial; null while the site has no code for conferences
   * @param outside numbers that lead straight to the room, as {@code +} and digits
   */
  record OwnRoomView(
      String name,
      String title,
      String pin,
      boolean lobby,
      boolean mutedEntry,
      boolean names,
      @Nullable String dial,
      List<String> outside) {}
}
