package org.belfry.appliance.mediabridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.PromptSounds;

/** Prompts without a speech engine: what has words is a moment of silence. */
final class PlainPrompts implements PromptSounds {
  private static final Piece NO_WORDS = new Piece.Silence(Duration.ofMillis(200));

  @Override
  public List<Piece> sounds(List<Prompt> prompts, String language, int rate) {
    List<Piece> pieces = new ArrayList<>(prompts.size());
    for (Prompt prompt : prompts) {
      pieces.add(
          switch (prompt) {
            case Prompt.Sound p -> new Piece.File(p.file());
            case Prompt.Tone p -> new Piece.Tone(p.kind(), p.length());
            case Prompt.Silence p -> new Piece.Silence(p.length());
            case Prompt.Music p -> new Piece.Music(p.playlist());
            default -> NO_WORDS;
          });
    }
    return pieces;
  }
}
