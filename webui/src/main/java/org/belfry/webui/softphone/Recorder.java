package org.belfry.webui.softphone;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.server.streams.UploadHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.belfry.webui.base.Handover;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records by the browser's microphone. What comes is WAV if the browser is honest: look into it.
 */
@Tag("belfry-recorder")
public final class Recorder extends Component {
  /** The two minutes that the browser records, 3.9 MB, and what another rate may need. */
  static final int BYTES_MAX = 12_000_000;

  private static final List<String> WORDS =
      List.of(
          "record",
          "stop",
          "send",
          "again",
          "sending",
          "recorded",
          "failed",
          "problem.insecure",
          "problem.blocked",
          "problem.busy",
          "problem.missing");

  /**
   * @param taken gets what was recorded, holding the page's lock
   */
  public Recorder(Consumer<byte[]> taken) {
    Map<String, String> words = new LinkedHashMap<>();
    for (String word : WORDS) {
      String family = word.startsWith("problem.") ? "softphone." : "recorder.";
      words.put(word, getTranslation(family + word));
    }
    getElement().setAttribute("words", new JsonMapper().writeValueAsString(words));
    UploadHandler upload =
        about -> {
          byte[] sound;
          try (InputStream in = about.getInputStream()) {
            sound = bounded(in);
          }
          Handover.to(about.getUI(), () -> taken.accept(sound));
        };
    getElement().setAttribute("target", upload);
  }

  /** What is too long is not read to its end, and is nothing: memory is everybody's. */
  static byte[] bounded(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(BYTES_MAX + 1);
    return bytes.length > BYTES_MAX ? new byte[0] : bytes;
  }

  @Override
  protected void onAttach(AttachEvent attached) {
    super.onAttach(attached);
    getElement().executeJs("import(new URL('assets/phone/recorder.js', document.baseURI).href)");
  }
}
