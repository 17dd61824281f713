package org.belfry.webui.fake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.CallDiagnosis;
import org.belfry.pbx.admin.CallLadders;
import org.jspecify.annotations.Nullable;

/** A doctor who finds in every call what it is told to find, and calls whose messages are kept. */
public final class FakeDoctor implements CallDiagnosis, CallLadders {
  private static final String DRAWING =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 60\"><text x=\"20\""
          + " y=\"30\">INVITE</text></svg>";

  private final FindingView well = finding("well", Severity.OK, Side.CALL, null);
  private DiagnosisView diagnosis = new DiagnosisView(well, List.of(well), true);

  public void clear() {
    diagnosis = new DiagnosisView(well, List.of(well), true);
  }

  /** Finds one-way audio, and a router that changes messages. */
  public void findsOneWayAudio() {
    FindingView worst = finding("one_way_audio", Severity.ERROR, Side.CALLEE, null);
    diagnosis =
        new DiagnosisView(
            worst,
            List.of(
                worst, finding("alg_mangled", Severity.WARNING, Side.CALLEE, "udp:192.0.2.5:5060")),
            false);
  }

  private static FindingView finding(
      String code, Severity severity, Side side, @Nullable String detail) {
    boolean well = severity == Severity.OK;
    return new FindingView(
        code, severity, side, detail, "A sentence.", well ? "" : "A cause.", well ? "" : "A fix.");
  }

  @Override
  public DiagnosisView diagnosis(long id) {
    return diagnosis;
  }

  @Override
  public Optional<LadderView> ladder(String callId) {
    return Optional.of(new LadderView(callId, Instant.EPOCH, List.of(), List.of(), List.of()));
  }

  @Override
  public String drawing(LadderView ladder) {
    return DRAWING;
  }
}
