package org.belfry.webui.base;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.component.upload.UploadI18N;
import com.vaadin.flow.server.streams.UploadEvent;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;

/** Takes a small file, by a click or dropped; what is wrong with it stands below. */
public class Drop extends Div {
  private static final int PROBLEMS_MAX = 5;

  private final int bytesMax;
  private final transient BiConsumer<String, byte[]> taken;
  private final Div problem = new Div();
  private final Upload upload = new Upload();

  /**
   * @param bytesMax no more is read
   * @param taken is given the content, holding the page's lock; may throw {@link InvalidCommand}
   * @param endings of the names of files that the browser offers
   */
  public Drop(int bytesMax, Consumer<byte[]> taken, String... endings) {
    this(bytesMax, (name, content) -> taken.accept(content), endings);
  }

  /**
   * @param taken is given the file's name too, which may be anything
   */
  public Drop(int bytesMax, BiConsumer<String, byte[]> taken, String... endings) {
    this.bytesMax = bytesMax;
    this.taken = taken;
    problem.addClassName("bf-form-problem");
    problem.getElement().setAttribute("role", "alert");
    problem.setVisible(false);
    upload.setUploadHandler(this::receive);
    upload.setMaxFiles(1);
    upload.setAcceptedFileExtensions(endings);
    upload.setUploadButton(new Button(getTranslation("base.file")));
    upload.setDropLabel(new Span(getTranslation("base.file.drop")));
    UploadI18N words = new UploadI18N();
    words.setError(new UploadI18N.Error().setIncorrectFileType(getTranslation("base.file.type")));
    upload.setI18n(words);
    upload.addFileRejectedListener(rejected -> say(getTranslation("base.file.type")));
    add(upload, problem);
  }

  private void receive(UploadEvent event) throws IOException {
    byte[] bytes;
    try (InputStream in = event.getInputStream()) {
      bytes = in.readNBytes(bytesMax + 1);
    }
    Handover.to(event.getUI(), () -> take(event.getFileName(), bytes));
  }

  private void take(String name, byte[] bytes) {
    problem.setVisible(false);
    problem.removeAll();
    upload.clearFileList();
    if (bytes.length > bytesMax) {
      say(getTranslation("base.file.large", bytesMax / 1000));
      return;
    }
    try {
      taken.accept(name, bytes);
    } catch (InvalidCommand invalid) {
      say(
          invalid.problems().stream()
              .limit(PROBLEMS_MAX)
              .map(FieldProblem::message)
              .map(FieldProblems::sentence)
              .reduce((a, b) -> a + "\n" + b)
              .orElse(""));
    } catch (NotFound gone) {
      say(getTranslation("base.gone"));
    }
  }

  private void say(String sentences) {
    List.of(sentences.split("\n")).forEach(line -> problem.add(new Div(line)));
    problem.setVisible(true);
  }
}
