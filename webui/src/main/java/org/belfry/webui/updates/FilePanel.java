package org.belfry.webui.updates;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.server.streams.UploadEvent;
import java.io.IOException;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.UpdateAdmin;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Handover;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;

/** An update file from somebody's disk. It is too large for memory, so it goes straight on. */
final class FilePanel extends Panel {
  private static final String ENDING = ".update";

  private final transient UpdateAdmin updates;
  private final transient Runnable taken;
  private final Upload upload = new Upload();
  private final Div problem = new Div();

  /**
   * @param taken after a file has become ready
   */
  FilePanel(UpdateAdmin updates, Inputs inputs, Runnable taken) {
    this.updates = updates;
    this.taken = taken;
    super(inputs.text("file"));
    problem.addClassName("bf-form-problem");
    problem.getElement().setAttribute("role", "alert");
    problem.setVisible(false);
    upload.setUploadHandler(this::receive);
    upload.setMaxFiles(1);
    upload.setAcceptedFileExtensions(ENDING);
    upload.setUploadButton(new Button(getTranslation("base.file")));
    upload.setDropLabel(new Span(getTranslation("base.file.drop")));
    upload.addFileRejectedListener(rejected -> say(getTranslation("base.file.type")));
    Paragraph hint = new Paragraph(inputs.text("file.lead"));
    hint.addClassName("bf-small");
    add(hint, upload, problem);
  }

  private void receive(UploadEvent event) throws IOException {
    String trouble = "";
    try {
      updates.take(event.getInputStream());
    } catch (InvalidCommand invalid) {
      trouble = FieldProblems.sentence(invalid.problems().getFirst().message());
    }
    String sentence = trouble;
    Handover.to(event.getUI(), () -> show(sentence));
  }

  private void show(String sentence) {
    upload.clearFileList();
    problem.setVisible(false);
    if (sentence.isEmpty()) {
      taken.run();
    } else {
      say(sentence);
    }
  }

  private void say(String sentence) {
    problem.setText(sentence);
    problem.setVisible(true);
  }
}
