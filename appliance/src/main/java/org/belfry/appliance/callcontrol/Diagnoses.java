package org.belfry.appliance.callcontrol;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.pbx.SipServer;
import org.belfry.pbx.admin.CallDiagnosis;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.doctor.CallDoctor;
import org.belfry.pbx.doctor.CallDoctor.Diagnosis;
import org.belfry.pbx.doctor.CallDoctor.Explanation;
import org.belfry.pbx.doctor.CallFinding;
import org.belfry.pbx.doctor.Evidence;
import org.belfry.pbx.trace.TraceNote;
import org.belfry.pbx.trace.TracedMessage;
import org.springframework.stereotype.Component;

/** Has the doctor look at a call's record and at what the SIP server still remembers of it. */
@Component
class Diagnoses implements CallDiagnosis {
  /** As the server notes the other leg of a call that it leads itself. */
  private static final Pattern OTHER_LEG = Pattern.compile(" goes on in call (\\S+)$");

  private final CallHistory history;
  private final CallControl control;
  private final CallDoctor doctor = new CallDoctor();

  Diagnoses(CallHistory history, CallControl control) {
    this.history = history;
    this.control = control;
  }

  @Override
  public DiagnosisView diagnosis(long id) {
    CallRecord call = history.call(id).orElseThrow(() -> new NotFound("call", id)).call();
    SipServer server = control.server();
    List<TraceNote> notes = new ArrayList<>(server.notes(call.callId()));
    List<TracedMessage> messages = new ArrayList<>(server.trace(call.callId()));
    for (TraceNote note : List.copyOf(notes)) {
      Matcher other = OTHER_LEG.matcher(note.text());
      if (other.find()) {
        messages.addAll(server.trace(other.group(1)));
        notes.addAll(server.notes(other.group(1)));
      }
    }
    Diagnosis diagnosis = doctor.examine(Evidence.of(call, messages, notes));
    return new DiagnosisView(
        view(diagnosis.verdict()),
        diagnosis.findings().stream().map(this::view).toList(),
        !messages.isEmpty());
  }

  private FindingView view(CallFinding finding) {
    Explanation words = doctor.english(finding.code());
    return new FindingView(
        finding.code(),
        Severity.valueOf(finding.severity().name()),
        Side.valueOf(finding.leg().name()),
        finding.detail(),
        words.sentence(),
        words.cause(),
        words.fix());
  }
}
