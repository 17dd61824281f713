package org.belfry.pbx.app.pickup;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.LegLimits;
import org.belfry.pbx.call.LegProfile;
import org.belfry.pbx.call.Replaces;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.presence.LiveDialogs;
import org.belfry.pbx.presence.PickupChoice;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Takes two sorts of calls: that of a user who wants to pick one up, and then the picked-up call
 * itself, which comes by a branch of its own (RFC 3261 §16.7) and is joined with the first.
 */
public final class PickupCalls implements Application {
  public static final String NAME = "pickup";

  /** The URI parameter by which a ringing call is named; its value is a Call-ID. */
  public static final String CALL = "call";

  private static final String FETCHED = "fetched";

  private final LiveDialogs live;
  private final String agent;

  /** Call-IDs of the phones that pick up, by what the picked-up call says to reach them. */
  private final Map<String, String> waiting = new ConcurrentHashMap<>();

  /**
   * @param live what rings
   * @param agent User-Agent and Server
   */
  public PickupCalls(LiveDialogs live, String agent) {
    this.live = live;
    this.agent = agent;
  }

  /**
   * What a user calls to pick up the call that an INVITE with Replaces names; null when that does
   * not ring at a phone of ours, so that the INVITE means something else. Only with the tags, which
   * only permitted watchers know.
   */
  public static @Nullable String uri(String replaces, String domain, LiveDialogs live) {
    Replaces wanted = Replaces.of(replaces);
    LiveDialogs.Ringing found = live.ringing(wanted.callId());
    if (found == null) {
      return null;
    }
    String local = found.dialog().localTag();
    String remote = found.dialog().remoteTag();
    boolean itsTags =
        (wanted.toTag().equals(remote) && wanted.fromTag().equals(local))
            || (wanted.toTag().equals(local) && wanted.fromTag().equals(remote));
    return itsTags
        ? "sip:~"
            + NAME
            + "@"
            + domain
            + ";"
            + CALL
            + "="
            + URLEncoder.encode(wanted.callId(), StandardCharsets.UTF_8).replace("+", "%20")
        : null;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Reception called(Incoming incoming, Instant now) {
    SipUri uri = incoming.invite().uri();
    String token = uri.params().get(FETCHED);
    if (token != null) {
      String picker = waiting.get(token);
      return picker == null
          ? new Reception.Refused(481, "Call/Transaction Does Not Exist", null)
          : new Reception.Joins(picker);
    }
    Aor caller = incoming.caller();
    User picker = caller == null ? null : incoming.directory().user(caller.user());
    if (picker == null) {
      return new Reception.Refused(403, "Only Users Pick Up", "the caller is none of our users");
    }
    return switch (choice(picker, uri, incoming.directory())) {
      case PickupChoice.Take take -> taken(incoming, take, picker);
      case PickupChoice.None none -> refused(none);
    };
  }

  private PickupChoice choice(User picker, SipUri uri, Directory directory) {
    String call = uri.params().get(CALL);
    if (call != null) {
      PickupChoice named = PickupChoice.named(picker, call, directory, live);
      return named == null ? PickupChoice.None.NOTHING_RINGS : named;
    }
    String extension = uri.user();
    if (extension == null || extension.startsWith("~")) {
      return PickupChoice.ofGroup(picker, directory, live);
    }
    RingGroup group = directory.dialPlan().groups().get(extension);
    return group != null
        ? PickupChoice.ofRingGroup(picker, group, directory, live)
        : PickupChoice.directed(picker, extension, directory, live);
  }

  private Reception taken(Incoming incoming, PickupChoice.Take take, User picker) {
    String token = incoming.desk().token();
    String here = incoming.directory().domain();
    LegProfile profile =
        new LegProfile(
            agent,
            incoming.desk().contact(NAME),
            LegProfile.EVERYTHING,
            true,
            null,
            LegLimits.DEFAULT);
    Pickup program =
        Pickup.of(
            profile,
            incoming.invite(),
            take.dialog().callId(),
            "sip:~" + NAME + "@" + here + ";" + FETCHED + "=" + token,
            picker.extension());
    waiting.put(token, incoming.invite().callId());
    return new Reception.Taken(profile, program, () -> waiting.remove(token));
  }

  private static @Nullable String why(PickupChoice.None none) {
    return switch (none) {
      case NOTHING_RINGS -> "no phone rings that may be answered from here";
      case NO_GROUP -> "the caller is in no pickup group";
      case OTHER_GROUP -> "the colleague is in a pickup group of others";
      case NOBODY -> "there is no such extension";
    };
  }

  private static Reception refused(PickupChoice.None none) {
    return switch (none) {
      case NOTHING_RINGS -> new Reception.Refused(480, "Nothing Rings", why(none));
      case NO_GROUP -> new Reception.Refused(403, "In No Pickup Group", why(none));
      case OTHER_GROUP -> new Reception.Refused(403, "Not Your Pickup Group", why(none));
      case NOBODY -> new Reception.Refused(404, "Not Found", why(none));
    };
  }
}
