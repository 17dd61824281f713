package org.belfry.pbx.admin;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users: the people who have an extension. All commands are transactional: all or nothing. */
public interface UserAdmin {

  /** All users by extension, in the order of their digits. */
  List<UserView> users();

  Optional<UserView> user(long id);

  /**
   * Creates users, all or none.
   *
   * @return one entry per command, in order, with the SIP password in clear: the only time it is
   *     shown
   * @throws InvalidCommand naming the field that cannot be taken
   */
  List<NewUser> create(List<CreateUser> commands);

  /**
   * Checks what {@link #create} would do with these commands, and creates nothing.
   *
   * @throws InvalidCommand as {@link #create}
   */
  void check(List<CreateUser> commands);

  /**
   * Changes what the command names and leaves the rest.
   *
   * @throws InvalidCommand naming the field that cannot be taken
   * @throws NotFound when there is no such user
   */
  UserView change(long id, ChangeUser command);

  /**
   * Gives the user a new generated SIP password; phones with the old one are refused from their
   * next registration on.
   *
   * @throws NotFound when there is no such user
   */
  NewUser resetSipPassword(long id);

  /**
   * Deletes the user and drops the user's bindings. Call history stays.
   *
   * @throws NotFound when there is no such user
   */
  void delete(long id);

  /**
   * @param extension what others dial: 1 to 32 of letters, digits, {@code . _ - +}; unique without
   *     regard to case
   * @param name display name, 1 to 128 characters
   * @param email where mail for this user goes, or null
   * @param sipPassword 8 to 128 printable characters, or null to have one generated
   * @param srtp whether the user's phones encrypt their media; null for {@link Srtp#SITE}
   * @param digest which algorithms the user's phones are challenged with; null for {@link
   *     Digest#SITE}
   */
  record CreateUser(
      String extension,
      String name,
      @Nullable String email,
      @Nullable String sipPassword,
      @Nullable Srtp srtp,
      @Nullable Digest digest) {
    public CreateUser(
        String extension,
        String name,
        @Nullable String email,
        @Nullable String sipPassword,
        @Nullable Srtp srtp) {
      this(extension, name, email, sipPassword, srtp, null);
    }
  }

  /** Null leaves a field as it is; an empty e-mail removes the address. */
  record ChangeUser(
      @Nullable String extension,
      @Nullable String name,
      @Nullable String email,
      @Nullable String sipPassword,
      @Nullable Srtp srtp,
      @Nullable Digest digest) {}

  /** A user as lists and forms show it. */
  record UserView(
      long id,
      String extension,
      String name,
      @Nullable String email,
      Srtp srtp,
      Digest digest,
      int registeredDevices) {}

  /** Whether a user's phones encrypt their media. Browsers always do. */
  enum Srtp {
    /** As the site has it for all. */
    SITE,
    /** They get plain sound only. */
    FORBIDDEN,
    /** What they offer is taken. */
    ALLOWED,
    /** Calls without encryption to or from them are refused. */
    REQUIRED
  }

  /** Which digest algorithms a user's phones are challenged with (RFC 8760 §2.4). */
  enum Digest {
    /** As the site has it for all. */
    SITE,
    /** SHA-256 and MD5; each phone takes the one it knows. */
    BOTH,
    /** MD5 alone, for a phone that fails on a second challenge. */
    MD5
  }

  /**
   * A user just created or given a new password.
   *
   * @param domain the SIP domain for the phone's account
   */
  record NewUser(UserView user, String sipPassword, String domain) {}
}
