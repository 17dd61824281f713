package org.belfry.pbx.routing;

import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;

/** Who calls, as far as it decides where the call goes. */
public sealed interface Caller {

  /** Extension or number as it is known for certain, or null. */
  @Nullable String number();

  /** Whether the called party is not to know. */
  boolean anonymous();

  /** Whether it calls from within the house. */
  default boolean inside() {
    return this instanceof OurUser || this instanceof Ourselves;
  }

  /** One of our users, by its password. */
  record OurUser(User user, boolean anonymous) implements Caller {
    @Override
    public String number() {
      return user.extension();
    }
  }

  /**
   * The telephone network.
   *
   * @param trunk the name of the trunk it came by, or null for any
   * @param number E.164 with {@code +} where it is one
   */
  record Network(@Nullable String trunk, @Nullable String number, boolean anonymous)
      implements Caller {}

  /** A neighbour server. */
  record Neighbour(Peer peer, @Nullable String number, boolean anonymous) implements Caller {}

  /** Another domain, or nobody. */
  record Stranger(@Nullable String number, boolean anonymous) implements Caller {}

  /**
   * Somebody for whom an application of ours calls, without a user who would pay: reaches what is
   * inside, and may not leave the site.
   */
  record Unknown(@Nullable String number, boolean anonymous) implements Caller {}

  /** The site itself, by what an administrator has configured: may call anywhere. */
  record Ourselves(@Nullable String number, boolean anonymous) implements Caller {}
}
