package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.belfry.pbx.admin.NotFound;

/** Plays a sound file in the page. Nothing is fetched before the reader presses play. */
@Tag("audio")
public final class SoundPlayer extends Component {

  /**
   * @param label what it is, for those who do not see it
   * @param file asked for when it is played; may throw {@link NotFound}
   */
  public SoundPlayer(String label, Supplier<Path> file) {
    this(label, DownloadHandler.fromInputStream(event -> open(file)).inline());
  }

  private SoundPlayer(String label, DownloadHandler sound) {
    getElement().setAttribute("controls", true);
    getElement().setAttribute("preload", "none");
    getElement().setAttribute("aria-label", label);
    getElement().setAttribute("src", sound);
    getElement().getClassList().add("bf-player");
  }

  /**
   * @param wav a WAV file, asked for when it is played; may throw {@link NotFound}
   */
  public static SoundPlayer ofWav(String label, Supplier<byte[]> wav) {
    return new SoundPlayer(
        label,
        DownloadHandler.fromInputStream(
                event -> {
                  try {
                    byte[] sound = wav.get();
                    return new DownloadResponse(
                        new ByteArrayInputStream(sound), "audio.wav", "audio/x-wav", sound.length);
                  } catch (NotFound gone) {
                    return DownloadResponse.error(404);
                  }
                })
            .inline());
  }

  private static DownloadResponse open(Supplier<Path> file) throws IOException {
    try {
      Path path = file.get();
      boolean opus = path.toString().endsWith(".opus");
      return new DownloadResponse(
          Files.newInputStream(path),
          opus ? "audio.opus" : "audio.wav",
          opus ? "audio/ogg" : "audio/x-wav",
          Files.size(path));
    } catch (NotFound gone) {
      return DownloadResponse.error(404);
    }
  }
}
