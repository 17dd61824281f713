package org.belfry.webui.base;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.server.streams.DownloadHandler;
import java.io.IOException;
import java.io.OutputStream;

/** A link that looks like a button and saves what is written at that moment. */
public final class Download extends Anchor {

  /** Writes what is saved; the stream is closed by who has called. */
  @FunctionalInterface
  public interface Content {
    void to(OutputStream out) throws IOException;
  }

  /**
   * @param words of the link
   * @param file the name that the browser proposes
   * @param type its media type
   */
  public Download(String words, String file, String type, Content content) {
    super(
        (DownloadHandler)
            event -> {
              event.setFileName(file);
              event.setContentType(type);
              try (OutputStream out = event.getOutputStream()) {
                content.to(out);
              }
            },
        words);
    addClassName("bf-link-button");
  }
}
