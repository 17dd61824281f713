package org.belfry.webui.base;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.component.upload.UploadI18N;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;

/** Takes a file, by a click or dropped; problems are shown below. */
public class Drop extends Div {
  private static final int PROBLEMS_MAX = 5;

  private final Div problem = new Div();
  final Upload upload = new Upload();

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
    this(endings);
    upload.setUploadHandler(event -> {
      byte[] bytes;
      try (InputStream in = event.getInputStream()) {
        bytes = in.readNBytes(bytesMax + 1);
      }
      Handover.to(
          event.getUI(),
          () -> {
            if (bytes.length > bytesMax) {
              show(List.of(getTranslation("base.file.large", bytesMax / 1000)));
            } else {
              show(problems(() -> taken.accept(event.getFileName(), bytes)));
            }
          });
    });
  }

  /** Where a file goes that is too large for memory. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Not holding the page's lock.
     *
     * @throws InvalidCommand saying what is wrong with it
     */
    void take(InputStream content) throws IOException;
  }

  /**
   * @param taken run after the sink has taken a file, holding the page's lock
   */
  public static Drop into(Sink sink, Runnable taken, String... endings) {
    Drop drop = new Drop(endings);
    drop.upload.setUploadHandler(event -> {
      List<String> problems;
      try (InputStream in = event.getInputStream()) {
        sink.take(in);
        problems = List.of();
      } catch (InvalidCommand invalid) {
        problems = sentences(invalid);
      }
      List<String> found = problems;
      Handover.to(
          event.getUI(),
          () -> {
            drop.show(found);
            if (found.isEmpty()) {
              taken.run();
            }
          });
    });
    return drop;
  }

  private Drop(String... endings) {
    problem.addClassName("bf-form-problem");
    problem.getElement().setAttribute("role", "alert");
    problem.setVisible(false);
    upload.setMaxFiles(1);
    upload.setAcceptedFileExtensions(endings);
    upload.setUploadButton(new Button(getTranslation("base.file")));
    upload.setDropLabel(new Span(getTranslation("base.file.drop")));
    UploadI18N words = new UploadI18N();
    words.setError(new UploadI18N.Error().setIncorrectFileType(getTranslation("base.file.type")));
    upload.setI18n(words);
    upload.addFileRejectedListener(rejected -> show(List.of(getTranslation("base.file.type"))));
    add(upload, problem);
  }

  private List<String> problems(Runnable taking) {
    try {
      taking.run();
      return List.of();
    } catch (InvalidCommand invalid) {
      return sentences(invalid);
    } catch (NotFound gone) {
      return List.of(getTranslation("base.gone"));
    }
  }

  private static List<String> sentences(InvalidCommand invalid) {
    return invalid.problems().stream()
        .limit(PROBLEMS_MAX)
        .map(FieldProblem::message)
        .map(FieldProblems::sentence)
        .toList();
  }

  final void show(List<String> sentences) {
    upload.clearFileList();
    problem.removeAll();
    sentences.forEach(line -> problem.add(new Div(line)));
    problem.setVisible(!sentences.isEmpty());
  }
}
