package org.belfry.webui.history;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.List;
import org.belfry.pbx.admin.CallDiagnosis.DiagnosisView;
import org.belfry.pbx.admin.CallDiagnosis.FindingView;
import org.belfry.pbx.admin.CallDiagnosis.Severity;
import org.belfry.pbx.admin.CallDiagnosis.Side;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Pill;

/** What the call doctor says: the verdict, its cause and fix, and what else was found. */
final class DiagnosisPanel extends Div {
  private final transient Inputs inputs = new Inputs("doctor.");

  DiagnosisPanel(DiagnosisView diagnosis) {
    FindingView verdict = diagnosis.verdict();
    add(new H3(inputs.text("title")), new Pill(sentence(verdict), tone(verdict.severity())));
    if (!verdict.cause().isEmpty() && verdict.severity() != Severity.NOTE) {
      add(
          new Facts()
              .fact(inputs.text("cause"), text(verdict, ".cause"))
              .fact(inputs.text("fix"), text(verdict, ".fix")));
    }
    List<FindingView> others =
        diagnosis.findings().stream()
            .filter(each -> !each.equals(verdict) && each.severity() != Severity.OK)
            .toList();
    if (!others.isEmpty()) {
      add(new Paragraph(inputs.text("more")), list(others));
    }
    if (!diagnosis.traced()) {
      Paragraph untraced = new Paragraph(inputs.text("untraced"));
      untraced.addClassName("bf-small");
      add(untraced);
    }
    addClassName("bf-diagnosis");
  }

  private Component list(List<FindingView> findings) {
    UnorderedList list = new UnorderedList();
    for (FindingView each : findings) {
      String fix = each.severity() == Severity.NOTE ? "" : " " + text(each, ".fix");
      list.add(new ListItem(sentence(each) + fix));
    }
    return list;
  }

  private String sentence(FindingView finding) {
    String sentence = text(finding, "");
    String side = finding.side() == Side.CALL ? "" : inputs.word("side", finding.side()) + ": ";
    return finding.detail() == null
        ? side + sentence
        : side + sentence + " (" + finding.detail() + ")";
  }

  private String text(FindingView finding, String part) {
    return getTranslation("finding." + finding.code() + part);
  }

  private static Pill.Tone tone(Severity severity) {
    return switch (severity) {
      case OK -> Pill.Tone.GOOD;
      case NOTE -> Pill.Tone.QUIET;
      case WARNING -> Pill.Tone.BUSY;
      case ERROR -> Pill.Tone.BAD;
    };
  }
}
