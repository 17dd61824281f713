package org.belfry.pbx.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The call doctor: how a call went, and where it went badly a cause and a fix. */
public interface CallDiagnosis {

  /**
   * @param id of the call in the {@link CallHistory}
   * @throws NotFound when there is no such call
   */
  DiagnosisView diagnosis(long id);

  /** How bad a finding is, the mildest first. */
  enum Severity {
    OK,
    NOTE,
    WARNING,
    ERROR
  }

  /** The side of the call that a finding is about. */
  enum Side {
    CALL,
    CALLER,
    CALLEE,
    TRUNK
  }

  /**
   * @param verdict the worst finding, or how the call ended when nothing went badly
   * @param findings all, the worst first
   * @param traced whether the call's messages were still kept: without them less is found
   */
  record DiagnosisView(FindingView verdict, List<FindingView> findings, boolean traced) {
    public DiagnosisView {
      findings = List.copyOf(findings);
    }
  }

  /**
   * @param code stays the same in all versions
   * @param detail what was seen: an address, a figure, a status; or null
   * @param sentence what happened, in English
   * @param cause most probably; empty when the call went well
   * @param fix what to do about it; empty when the call went well
   */
  record FindingView(
      String code,
      Severity severity,
      Side side,
      @Nullable String detail,
      String sentence,
      String cause,
      String fix) {}
}
