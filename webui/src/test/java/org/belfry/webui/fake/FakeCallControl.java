package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.admin.CallControl;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;

/** Leads the calls of {@link FakePbx}, and remembers what it was told. */
public final class FakeCallControl implements CallControl {
  private final List<String> told = new ArrayList<>();
  private final Set<String> led = new HashSet<>();
  private final FakePbx pbx;

  public FakeCallControl(FakePbx pbx) {
    this.pbx = pbx;
  }

  /** What it was told, as {@code call 1001 1002}. */
  public List<String> told() {
    return told;
  }

  /** From now on this call goes by us, not by its phones. */
  public void takesTheLead(String callId) {
    led.add(callId);
  }

  public void clear() {
    told.clear();
    led.clear();
  }

  @Override
  public String call(String extension, String number) {
    if (pbx.users().stream().noneMatch(user -> user.extension().equals(extension))) {
      throw new NotFound("user", extension);
    }
    diallable(number);
    told.add("call " + extension + " " + number);
    return "made";
  }

  @Override
  public boolean leads(String callId) {
    return led.contains(callId);
  }

  @Override
  public void hangUp(String callId) {
    live(callId);
    told.add("hang up " + callId);
    pbx.callEnds(callId);
  }

  @Override
  public void hold(String callId, boolean held) {
    ours(callId);
    told.add((held ? "hold " : "resume ") + callId);
  }

  @Override
  public void transfer(String callId, Party who, String number) {
    diallable(number);
    ours(callId);
    told.add("transfer " + callId + " " + who + " " + number);
  }

  private void ours(String callId) {
    live(callId);
    if (!led.contains(callId)) {
      throw new InvalidCommand("callId", "The phones lead this call themselves.");
    }
  }

  private void live(String callId) {
    if (pbx.liveCalls().stream().map(LiveCallView::callId).noneMatch(callId::equals)) {
      throw new NotFound("call", callId);
    }
  }

  private static void diallable(String number) {
    if (!number.matches("[+*#0-9A-Za-z._-]+")) {
      throw new InvalidCommand("to", "Enter a valid number or SIP address.");
    }
  }
}
