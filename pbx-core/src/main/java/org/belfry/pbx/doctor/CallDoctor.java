package org.belfry.pbx.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.belfry.pbx.doctor.CallFinding.Leg;
import org.belfry.pbx.doctor.CallFinding.Severity;

/** Examines calls that have ended: each gets a verdict, and what is bad a cause and a fix. */
public final class CallDoctor {
  private static final List<Rule> RULES =
      Stream.of(TrunkRules.ALL, SignallingRules.ALL, SoundRules.ALL, EndingRules.ALL)
          .flatMap(List::stream)
          .toList();

  /** When not even the ending is known. */
  private static final CallFinding UNKNOWN =
      new CallFinding("failed", Severity.ERROR, Leg.CALL, null);

  private final ResourceBundle texts =
      ResourceBundle.getBundle("org.belfry.pbx.doctor.findings", java.util.Locale.ROOT);

  /**
   * @param verdict the worst finding, or how the call ended when none is bad
   * @param findings all, the worst first
   */
  public record Diagnosis(CallFinding verdict, List<CallFinding> findings) {
    public Diagnosis {
      findings = List.copyOf(findings);
    }
  }

  /**
   * A finding in English.
   *
   * @param sentence what happened
   * @param cause why, most probably; empty when all is well
   * @param fix what to do about it; empty when all is well
   */
  public record Explanation(String sentence, String cause, String fix) {}

  /** What is known of a call, by all rules. */
  public Diagnosis examine(Evidence evidence) {
    List<CallFinding> found =
        new ArrayList<>(
            RULES.stream().map(r -> r.examine(evidence)).filter(Objects::nonNull).toList());
    found.sort(Comparator.comparing(CallFinding::severity).reversed());
    return new Diagnosis(verdict(found, evidence), found);
  }

  private static CallFinding verdict(List<CallFinding> found, Evidence evidence) {
    if (!found.isEmpty() && found.getFirst().severity().compareTo(Severity.WARNING) >= 0) {
      return found.getFirst();
    }
    return Stream.of(EndingRules.ALL, TrunkRules.ALL)
        .flatMap(List::stream)
        .map(rule -> rule.examine(evidence))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(UNKNOWN);
  }

  /** Every code that there is. */
  public List<String> codes() {
    return RULES.stream().map(Rule::code).toList();
  }

  /**
   * A code in English.
   *
   * @throws java.util.MissingResourceException when there is no such code
   */
  public Explanation english(String code) {
    return new Explanation(texts.getString(code), text(code + ".cause"), text(code + ".fix"));
  }

  private String text(String key) {
    return texts.containsKey(key) ? texts.getString(key) : "";
  }
}
