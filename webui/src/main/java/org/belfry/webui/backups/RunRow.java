package org.belfry.webui.backups;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import org.belfry.pbx.admin.BackupAdmin.RunView;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Pill;

/** What was done, and what came of it. */
final class RunRow extends Div {
  RunRow(RunView run, Inputs inputs, Moments moments) {
    Span what = new Span(inputs.word("runkind", run.kind()));
    what.addClassName("bf-entry-title");
    Div line = new Div(pill(run, inputs), new Span(moments.minute(run.startedAt())));
    line.addClassName("bf-entry-line");
    Span sentence = new Span(FieldProblems.sentence(run.sentence()));
    sentence.addClassName("bf-small");
    Div entry = new Div(what, line, sentence);
    entry.addClassName("bf-entry");
    add(entry);
    addClassName("bf-row");
  }

  static Pill pill(RunView run, Inputs inputs) {
    Pill.Tone tone =
        switch (run.outcome()) {
          case RUNNING -> Pill.Tone.BUSY;
          case GOOD -> Pill.Tone.GOOD;
          case BAD -> Pill.Tone.BAD;
        };
    return new Pill(inputs.word("outcome", run.outcome()), tone);
  }
}
