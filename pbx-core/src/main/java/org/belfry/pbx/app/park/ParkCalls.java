package org.belfry.pbx.app.park;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.LegLimits;
import org.belfry.pbx.call.LegProfile;
import org.belfry.pbx.call.Parties;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.presence.StateSource;
import org.belfry.pbx.presence.WatchedDialog;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** The slots: parks who is transferred to one, gives the call to who dials it. For any thread. */
public final class ParkCalls implements Application, StateSource {
  public static final String NAME = "park";

  /**
   * A parameter that we write into the address of a slot when a call is transferred there: phones
   * that do not pass Referred-By on (RFC 3892 §2.2) dial what they were given.
   */
  private static final String BY = "parked-by";

  /** There are slots 1 to this. */
  static final int SLOTS = 99;

  private final Supplier<Directory> directory;
  private final ParkLimits limits;
  private final String agent;
  private final Consumer<String> changed;
  private final BiConsumer<String, String> tells;
  private final Map<Integer, ParkedCall> slots = new ConcurrentHashMap<>();

  /**
   * @param agent User-Agent and Server
   * @param changed told of a slot's name when its lamp has changed
   * @param tells sends a text to the phones of an extension
   */
  public ParkCalls(
      Supplier<Directory> directory,
      ParkLimits limits,
      String agent,
      Consumer<String> changed,
      BiConsumer<String, String> tells) {
    this.directory = directory;
    this.limits = limits;
    this.agent = agent;
    this.changed = changed;
    this.tells = tells;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The calls that wait now, by slot. */
  public List<ParkedCall> parked() {
    List<ParkedCall> all = new ArrayList<>(slots.values());
    all.sort(Comparator.comparingInt(ParkedCall::slot));
    return all;
  }

  /** What is dialled for a slot, or null when the site has no code for parking. */
  public @Nullable String number(int slot) {
    String code = code(directory.get());
    return code == null ? null : code + slot;
  }

  @Override
  public Reception called(Incoming incoming, Instant now) {
    String wanted = incoming.invite().uri().user();
    boolean any = wanted == null || wanted.startsWith("~");
    int slot = wanted == null || any ? 0 : slot(wanted);
    if (!any && slot == 0) {
      return new Reception.Refused(404, "No Such Slot", "there are slots 1 to " + SLOTS);
    }
    if (transferredBy(incoming.invite()) != null) {
      return park(incoming, slot, now);
    }
    ParkedCall waiting = slots.get(slot);
    if (any) {
      return new Reception.Refused(
          484, "Transfer The Call Here", "who is transferred to the code is parked");
    }
    return waiting == null
        ? new Reception.Refused(480, "Nothing Is Parked Here", "slot " + slot + " is free")
        : new Reception.Joins(waiting.callId());
  }

  private Reception park(Incoming incoming, int wanted, Instant now) {
    SipRequest invite = incoming.invite();
    Directory here = incoming.directory();
    NameAddr asserted = Identity.assertedBy(invite);
    String who = Parties.of(invite.mandatory(HeaderName.FROM));
    String parkedBy = parkedBy(invite, here);
    ParkedCall call = null;
    for (int slot = Math.max(1, wanted); call == null && slot <= SLOTS; slot++) {
      ParkedCall wants = new ParkedCall(slot, invite.callId(), who, parkedBy, now);
      if (slots.putIfAbsent(slot, wants) == null) {
        call = wants;
      } else if (wanted > 0) {
        return new Reception.Refused(486, "Slot Taken", "slot " + slot + " has a call already");
      }
    }
    if (call == null) {
      return new Reception.Refused(480, "All Slots Taken", "all " + SLOTS + " slots have a call");
    }
    ParkedCall parked = call;
    lamp(parked.slot());
    String number = number(parked.slot());
    if (wanted == 0 && parkedBy != null && number != null) {
      tells.accept(parkedBy, "Parked at " + number + ".");
    }
    LegProfile profile =
        new LegProfile(
            agent,
            incoming.desk().contact(NAME),
            LegProfile.EVERYTHING,
            true,
            null,
            LegLimits.DEFAULT);
    return new Reception.Taken(
        profile,
        Parked.of(
            profile,
            invite,
            parked,
            asserted != null,
            here.domain(),
            limits,
            fetched -> free(parked.callId())),
        () -> free(parked.callId()));
  }

  /** The user who transferred the call here, or null. */
  private static @Nullable String parkedBy(SipRequest invite, Directory here) {
    String extension = transferredBy(invite);
    User user = extension == null ? null : here.user(extension);
    return user == null ? null : user.extension();
  }

  /** Who transferred the call here (RFC 3892), or null when it was dialled. */
  private static @Nullable String transferredBy(SipRequest invite) {
    return invite.has(HeaderName.REFERRED_BY)
        ? Parties.user(invite.mandatory(HeaderName.REFERRED_BY))
        : Grammar.nameAddr(invite.mandatory(HeaderName.TO)).uri().params().get(BY);
  }

  /**
   * A REFER on its way to a phone of ours: when it sends that phone to a slot, the slot's address
   * says by whom.
   */
  public static SipRequest naming(SipRequest refer, Aor by, Directory directory) {
    String value = refer.header(HeaderName.REFER_TO);
    String code = code(directory);
    if (value == null || code == null) {
      return refer;
    }
    SipUri slot;
    try {
      slot = Grammar.nameAddr(value).uri();
    } catch (MalformedHeader e) {
      return refer; // whom it is for will say so
    }
    String user = slot.user();
    boolean here =
        user != null
            && user.startsWith(code)
            && user.substring(code.length()).matches("[1-9]?[0-9]?")
            && slot.text().indexOf('?') < 0
            && !slot.params().containsKey(BY);
    return here
        ? refer
            .edit()
            .set(HeaderName.REFER_TO, "<" + slot.text() + ";" + BY + "=" + by.user() + ">")
            .done()
        : refer;
  }

  private void free(String callId) {
    for (ParkedCall each : List.copyOf(slots.values())) {
      if (each.callId().equals(callId) && slots.remove(each.slot(), each)) {
        lamp(each.slot());
      }
    }
  }

  private void lamp(int slot) {
    String number = number(slot);
    if (number != null) {
      changed.accept(number);
    }
  }

  // ---- lamps

  @Override
  public boolean knows(String name) {
    return slotOf(name) > 0;
  }

  @Override
  public List<WatchedDialog> dialogs(String name) {
    ParkedCall call = slots.get(slotOf(name));
    if (call == null) {
      return List.of();
    }
    NameAddr who = Grammar.nameAddr(call.who());
    return List.of(
        new WatchedDialog(
            name,
            call.callId(),
            null,
            null,
            WatchedDialog.Direction.RECIPIENT,
            WatchedDialog.State.CONFIRMED,
            new WatchedDialog.Party(who.uri().text(), who.display()),
            call.since()));
  }

  private int slotOf(String name) {
    String code = code(directory.get());
    return code != null && name.startsWith(code) ? slot(name.substring(code.length())) : 0;
  }

  /** 0 for what is no slot. */
  private static int slot(String digits) {
    boolean number = digits.matches("[1-9][0-9]?");
    return number ? Integer.parseInt(digits) : 0;
  }

  private static @Nullable String code(Directory directory) {
    for (Map.Entry<String, FeatureCode> each : directory.dialPlan().features().entrySet()) {
      if (each.getValue() == FeatureCode.PARK) {
        return each.getKey();
      }
    }
    return null;
  }
}
