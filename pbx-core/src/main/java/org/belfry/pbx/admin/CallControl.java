package org.belfry.pbx.admin;

/** Calls that are made and led by somebody who is not on the phone (RFC 3725). */
public interface CallControl {

  /** The two who talk. */
  enum Party {
    CALLER,
    CALLEE
  }

  /**
   * Rings the devices of a user and, when one has answered, whom it wants to talk to.
   *
   * @param extension of the user
   * @param number an extension or number as the user would dial it, or a SIP address
   * @return the Call-ID by which the call is known
   * @throws NotFound when there is no such user
   * @throws InvalidCommand naming {@code to} when it cannot be dialled
   */
  String call(String extension, String number);

  /**
   * Whether {@link #hold} and {@link #transfer} are possible: true for calls that were made here or
   * go by a trunk, false where the phones lead the call themselves.
   */
  boolean leads(String callId);

  /**
   * Ends a call for both sides.
   *
   * @throws NotFound when there is no such call
   */
  void hangUp(String callId);

  /**
   * Lets the callee wait with music, or fetches it back.
   *
   * @throws NotFound when there is no such call
   * @throws InvalidCommand naming {@code callId} when the phones lead the call themselves
   */
  void hold(String callId, boolean held);

  /**
   * Sends the other one to a number; this party is out of the call then.
   *
   * @param who leaves
   * @throws NotFound when there is no such call
   * @throws InvalidCommand naming {@code callId} when the phones lead the call themselves, or
   *     {@code to} when it cannot be dialled
   */
  void transfer(String callId, Party who, String number);
}
