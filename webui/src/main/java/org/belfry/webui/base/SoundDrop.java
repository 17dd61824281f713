package org.belfry.webui.base;

import com.vaadin.flow.component.AttachEvent;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.belfry.pbx.admin.InvalidCommand;

/**
 * Takes a file of audio. The server reads WAV and Ogg Opus; the browser decodes the other formats
 * and sends WAV.
 */
public final class SoundDrop extends Drop {
  private static final String[] ENDINGS = {
    ".wav", ".ogg", ".opus", ".mp3", ".m4a", ".aac", ".flac", ".webm"
  };

  /**
   * @param bytesMax no more is read
   * @param taken is given the content, holding the page's lock; may throw {@link InvalidCommand}
   */
  public SoundDrop(int bytesMax, Consumer<byte[]> taken) {
    this(bytesMax, (name, content) -> taken.accept(content));
  }

  /**
   * @param taken is given the file's name too, which may be anything
   */
  public SoundDrop(int bytesMax, BiConsumer<String, byte[]> taken) {
    super(bytesMax, taken, ENDINGS);
    upload
        .getElement()
        .addEventListener(
            "belfry-unreadable",
            unreadable -> show(List.of(getTranslation("base.file.unreadable"))));
  }

  @Override
  protected void onAttach(AttachEvent attached) {
    super.onAttach(attached);
    // The event decides at once whether the file is sent; the script may still be on its way.
    getElement()
        .executeJs(
            """
            const script = new URL('assets/phone/sound-upload.js', document.baseURI);
            $0.addEventListener('upload-request', (request) => {
              if (!/\\.(wav|ogg|opus)$/i.test(request.detail.file.name)) {
                request.preventDefault();
                import(script.href).then((it) => it.sendAsWav($0, request.detail));
              }
            });
            """,
            upload.getElement());
  }
}
