package org.belfry.webui.livecalls;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.i18n.I18NProvider;
import java.util.stream.Stream;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.admin.RecordingAdmin.Command;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Toast;
import org.belfry.webui.livecalls.LiveCallsView.Row;

/** Starts, stops, pauses and resumes the recording of an answered call. */
final class RecordingButtons {
  private final RecordingAdmin recordings;
  private final Maker maker;

  /** Makes a button of a row, named for its action. */
  interface Maker {
    Button button(VaadinIcon icon, String textKey, Row row, Runnable does);
  }

  RecordingButtons(RecordingAdmin recordings, Maker maker) {
    this.recordings = recordings;
    this.maker = maker;
  }

  Stream<Button> of(Row row) {
    return switch (row.recording()) {
      case "" -> Stream.of(button(VaadinIcon.DOT_CIRCLE, "calls.record.start", row, Command.START));
      case "paused" ->
          Stream.of(
              button(VaadinIcon.DOT_CIRCLE, "calls.record.resume", row, Command.RESUME),
              button(VaadinIcon.STOP, "calls.record.stop", row, Command.STOP));
      default ->
          Stream.of(
              button(VaadinIcon.PAUSE, "calls.record.pause", row, Command.PAUSE),
              button(VaadinIcon.STOP, "calls.record.stop", row, Command.STOP));
    };
  }

  private Button button(VaadinIcon icon, String textKey, Row row, Command command) {
    return maker.button(icon, textKey, row, () -> command(row, command));
  }

  /** The page is told of what has changed by what it follows. */
  private void command(Row row, Command command) {
    try {
      recordings.command(row.call().callId(), command);
    } catch (NotFound ended) {
      Toast.problem(I18NProvider.translate("calls.end.gone"));
    } catch (InvalidCommand not) {
      Toast.problem(FieldProblems.sentence(not.problems().getFirst().message()));
    }
  }
}
