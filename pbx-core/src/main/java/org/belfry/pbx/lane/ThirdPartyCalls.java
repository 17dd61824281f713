package org.belfry.pbx.lane;

import java.util.regex.Pattern;
import org.belfry.pbx.admin.CallControl;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.ClickToCall;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.directory.User;

/** Makes, holds, transfers and ends calls for others than those on the phone (RFC 3725). */
public final class ThirdPartyCalls implements CallControl {
  /** Nothing that could end the URI it becomes part of. */
  private static final Pattern DIALLABLE =
      Pattern.compile("[+*#0-9A-Za-z][-+*#0-9A-Za-z._!]{0,127}|sips?:[^\\s<>\"?;]{1,250}");

  private final SipLanes lanes;

  public ThirdPartyCalls(SipLanes lanes) {
    this.lanes = lanes;
  }

  @Override
  public String call(String extension, String number) {
    User user = lanes.user(extension);
    if (user == null) {
      throw new NotFound("user", extension);
    }
    return lanes.call(new ClickToCall.Request(user.extension(), user.name(), diallable(number)));
  }

  @Override
  public boolean leads(String callId) {
    return lanes.holds(callId);
  }

  @Override
  public void hangUp(String callId) {
    if (lanes.holds(callId)) {
      lanes.command(callId, new CallEvent.HangUp("ended by an administrator"));
    } else if (isLive(callId)) {
      lanes.endCall(callId, CallRecord.Cause.ENDED_BY_ADMIN, "ended by an administrator");
    } else {
      throw new NotFound("call", callId);
    }
  }

  @Override
  public void hold(String callId, boolean held) {
    led(callId);
    lanes.command(callId, new CallEvent.Hold(held));
  }

  @Override
  public void transfer(String callId, Party who, String number) {
    String wanted = diallable(number);
    led(callId);
    String uri =
        wanted.startsWith("sip:") || wanted.startsWith("sips:")
            ? wanted
            : "sip:" + wanted + "@" + lanes.domain();
    lanes.command(callId, new CallEvent.Transfer(who == Party.CALLER ? 0 : 1, uri));
  }

  private void led(String callId) {
    if (lanes.holds(callId)) {
      return;
    }
    if (isLive(callId)) {
      throw new InvalidCommand(
          "callId", "This call is controlled by the phones. Only they can hold or transfer it.");
    }
    throw new NotFound("call", callId);
  }

  private boolean isLive(String callId) {
    return lanes.liveCalls().stream().map(LiveCall::callId).anyMatch(callId::equals);
  }

  private static String diallable(String number) {
    String text = number.strip();
    if (!DIALLABLE.matcher(text).matches()) {
      throw new InvalidCommand("to", "Enter a valid number or SIP address.");
    }
    return text.startsWith("sip:") || text.startsWith("sips:") ? text : text.replace("#", "%23");
  }
}
