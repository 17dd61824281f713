package org.belfry.pbx.admin;

import java.util.List;

/** The contacts that users keep for themselves: nobody else sees them. */
public interface ContactAdmin {

  /**
   * By name.
   *
   * @throws NotFound when there is no such user
   */
  List<ContactView> contacts(String extension);

  /**
   * @throws InvalidCommand when the name or the number cannot be taken, or there are too many
   * @throws NotFound when there is no such user
   */
  ContactView create(String extension, SaveContact command);

  /**
   * @throws NotFound when there is no such user, or the contact is none of theirs
   */
  void delete(String extension, long id);

  /**
   * Adds everybody in a file of vCards (RFC 6350, RFC 2426, and the older 2.1) who has a number
   * that can be called; who is there already with that number is not added again.
   *
   * @return how many were added
   * @throws InvalidCommand naming {@code file} when there is nobody in it, or too many
   * @throws NotFound when there is no such user
   */
  int read(String extension, byte[] vcards);

  /** Where the number rings. */
  enum Label {
    MOBILE,
    WORK,
    HOME,
    OTHER
  }

  /**
   * @param name 1 to 128 characters
   * @param number as it is dialled
   */
  record SaveContact(String name, String number, Label label) {}

  record ContactView(long id, String name, String number, Label label) {}
}
