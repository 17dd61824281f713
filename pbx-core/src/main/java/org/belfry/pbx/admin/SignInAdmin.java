package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who signs in to the pages: what they may, and how they prove who they are. There are two sorts:
 * accounts of administrators, made at the set-up, and users of the directory, who sign in by
 * extension or mail address.
 *
 * <p>A <em>principal</em> is the name under which somebody is signed in; it is not for people.
 */
public interface SignInAdmin {

  /** What somebody may, the most first. Each may what those below may. */
  enum Role {
    /** Everything, and who else is administrator. */
    OWNER,
    /** All pages. */
    ADMIN,
    /** Live calls, queues and the history, besides the own portal. */
    SUPERVISOR,
    /** The own portal. */
    USER
  }

  /**
   * @throws NotFound when the account or the user is gone
   */
  SignedIn signedIn(String principal);

  /**
   * Keeps the language that somebody reads pages in, wherever they sign in.
   *
   * @param language en or de
   * @throws InvalidCommand naming {@code language} when there are no pages in it
   */
  void speak(String principal, String language);

  /**
   * @throws InvalidCommand naming {@code oldPassword} when it is wrong, or {@code newPassword} when
   *     it cannot be taken (10 to 72 characters)
   */
  void changePassword(String principal, String oldPassword, String newPassword);

  /** A secret for an authenticator app; nothing is kept before {@link #startSecondFactor}. */
  NewSecondFactor newSecondFactor(String principal);

  /**
   * From the next time on a code is asked for after the password (RFC 6238).
   *
   * @throws InvalidCommand naming {@code code} when it is not one of this secret just now
   */
  void startSecondFactor(String principal, String secret, String code);

  /**
   * @throws InvalidCommand naming {@code password} when it is wrong
   */
  void stopSecondFactor(String principal, String password);

  /**
   * @throws NotFound when there is no such user
   */
  WebAccess access(long userId);

  /**
   * Changes what somebody else may and the password, both or neither. Their sessions end, so that
   * nobody goes on with what they may no more, and who administers no more has no API tokens left.
   *
   * @param by principal of who does it
   * @param role null to leave it
   * @param password null to leave it
   * @throws InvalidCommand naming {@code role} when it is not theirs to give or take, or {@code
   *     password} when it cannot be taken or is one's own
   * @throws NotFound when there is no such user
   */
  void change(String by, long userId, @Nullable Role role, @Nullable String password);

  /** Changes the role alone, as {@link #change}. */
  default void changeRole(String by, long userId, Role role) {
    change(by, userId, role, null);
  }

  /** Sets a password alone, as {@link #change}. */
  default void setPassword(String by, long userId, String password) {
    change(by, userId, null, password);
  }

  /**
   * Makes a one-time link by which the user chooses a password; an older one is void. It is mailed
   * when the user has an address and is no owner or administrator: theirs is handed on by the owner
   * who made it.
   *
   * @param baseUrl of the pages, ending in a slash
   * @param language of the mail: en or de
   * @throws InvalidCommand naming {@code role} when the user is none of theirs to invite, {@code
   *     password} when it is themselves
   * @throws NotFound when there is no such user
   */
  Invitation invite(String by, long userId, String baseUrl, String language);

  /**
   * Takes away the authenticator of somebody else who has lost it.
   *
   * @throws InvalidCommand naming {@code role} or {@code password} when it is not theirs to take
   * @throws NotFound when there is no such user
   */
  void dropSecondFactor(String by, long userId);

  /**
   * Takes away the password; sessions end, and API tokens.
   *
   * @throws NotFound when there is no such user
   */
  void withdraw(String by, long userId);

  /** The name of who is invited by this link, when it is good. */
  Optional<String> invited(String token);

  /**
   * Uses the link up.
   *
   * @throws InvalidCommand naming {@code token} or {@code password}
   */
  void accept(String token, String password);

  /**
   * @param shown name for people
   * @param userId null for an account of an administrator, which has no phone
   * @param extension of the user, or null
   * @param language that was chosen, or null
   */
  record SignedIn(
      String principal,
      String shown,
      Role role,
      @Nullable Long userId,
      @Nullable String extension,
      boolean secondFactor,
      @Nullable String language) {}

  /**
   * @param secret base 32, to be typed
   * @param uri for the QR code
   */
  record NewSecondFactor(String secret, String uri) {
    /** It stays out of logs. */
    @Override
    public String toString() {
      return "NewSecondFactor[]";
    }
  }

  /**
   * @param invitedUntil until when a link is good that was not used yet, or null
   */
  record WebAccess(
      Role role, boolean password, boolean secondFactor, @Nullable Instant invitedUntil) {}

  /**
   * @param link shown this once
   * @param mailedTo address that it was sent to, or null
   */
  record Invitation(String link, Instant until, @Nullable String mailedTo) {
    /** The link stays out of logs. */
    @Override
    public String toString() {
      return "Invitation[until=" + until + "]";
    }
  }
}
