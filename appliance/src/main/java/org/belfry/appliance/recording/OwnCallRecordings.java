package org.belfry.appliance.recording;

import java.util.List;
import org.belfry.appliance.recording.CallRecorder.CannotRecord;
import org.belfry.appliance.recording.CallRecorder.RecordingRequest;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RecordingAdmin.Command;
import org.belfry.pbx.admin.RecordingAdmin.LiveRecordingView;
import org.belfry.pbx.admin.RecordingAdmin.OwnerKind;
import org.belfry.pbx.admin.RecordingAdmin.Reason;
import org.belfry.pbx.admin.RecordingAdmin.RuleView;
import org.belfry.pbx.admin.RecordingAdmin.When;
import org.belfry.pbx.admin.RecordingOnDemand;
import org.belfry.pbx.cdr.CallAnswered;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets users record their own calls from the portal, as far as their rule allows. */
@Component
class OwnCallRecordings implements RecordingOnDemand {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");

  private final CallRecorder recorder;
  private final RecordingRules rules;

  OwnCallRecordings(CallRecorder recorder, RecordingRules rules) {
    this.recorder = recorder;
    this.rules = rules;
  }

  @Override
  public List<OwnCall> calls(String extension) {
    if (rules.of(OwnerKind.USER, extension).when() == When.NEVER) {
      return List.of();
    }
    return recorder.callsOf(extension).stream().map(call -> own(extension, call)).toList();
  }

  private OwnCall own(String extension, CallAnswered call) {
    String callId = call.call().callId();
    String with = extension.equals(call.caller()) ? call.call().callee() : call.call().caller();
    return new OwnCall(callId, with, state(recorder.live(callId)));
  }

  private static State state(@Nullable LiveRecordingView live) {
    if (live == null) {
      return State.OFF;
    }
    if (live.reason() != Reason.DEMAND) {
      return State.FIXED;
    }
    return live.paused() ? State.PAUSED : State.ON;
  }

  @Override
  public void command(String extension, String callId, Command command) {
    OwnCall call =
        calls(extension).stream()
            .filter(each -> each.callId().equals(callId))
            .findFirst()
            .orElseThrow(() -> new NotFound("answered call", callId));
    if (call.state() == State.FIXED) {
      throw new InvalidCommand("callId", "This call is always recorded.");
    }
    boolean done =
        switch (command) {
          case START -> started(extension, callId);
          case STOP -> recorder.stop(callId);
          case PAUSE -> recorder.pause(callId, true);
          case RESUME -> recorder.pause(callId, false);
        };
    if (!done) {
      throw new InvalidCommand("callId", "This call is not being recorded.");
    }
    AUDIT.info("recording {} call={} by={}", command, StoredRecordings.clean(callId), extension);
  }

  private boolean started(String extension, String callId) {
    RuleView rule = rules.of(OwnerKind.USER, extension);
    try {
      recorder.begin(callId, new RecordingRequest(Reason.DEMAND, extension, rule.announce()));
      return true;
    } catch (CannotRecord e) {
      throw new InvalidCommand("callId", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public LiveUpdates.Subscription onChange(Runnable listener) {
    return recorder.onChange(listener);
  }
}
