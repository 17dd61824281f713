package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.MusicAdmin;
import org.belfry.pbx.admin.MusicAdmin.PieceView;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What those hear who wait. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "prompts")
class MusicResource {
  private static final int SOUND_MAX = 100 * 1024 * 1024;

  private final MusicAdmin music;

  MusicResource(MusicAdmin music) {
    this.music = music;
  }

  @GetMapping("/music")
  @Operation(summary = "The site's own music, in the order in which it is played")
  List<PieceView> list() {
    return music.pieces(MusicAdmin.SITE);
  }

  @GetMapping(path = "/music/{name}", produces = "audio/x-wav")
  @Operation(summary = "A piece as it is played")
  byte[] sound(@PathVariable String name) {
    return music.sound(MusicAdmin.SITE, name);
  }

  @PutMapping("/music/{name}")
  @Operation(
      summary = "Add a piece, or replace the one of this name",
      description = "WAV or Ogg/Opus; all pieces together 15 minutes at most.")
  PieceView put(@PathVariable String name, HttpServletRequest request) throws IOException {
    return music.put(MusicAdmin.SITE, name, uploaded(request));
  }

  @DeleteMapping("/music/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a piece; without any the music of the settings is heard")
  void remove(@PathVariable String name) {
    music.remove(MusicAdmin.SITE, name);
  }

  @GetMapping("/playlists")
  @Operation(summary = "Names of the playlists that queues may have instead of the site's music")
  List<String> playlists() {
    return music.playlists();
  }

  @GetMapping("/playlists/{playlist}")
  @Operation(summary = "The pieces of a playlist, in the order in which they are played")
  List<PieceView> list(@PathVariable String playlist) {
    return music.pieces(playlist);
  }

  @GetMapping(path = "/playlists/{playlist}/{name}", produces = "audio/x-wav")
  @Operation(summary = "A piece of a playlist as it is played")
  byte[] sound(@PathVariable String playlist, @PathVariable String name) {
    return music.sound(playlist, name);
  }

  @PutMapping("/playlists/{playlist}/{name}")
  @Operation(
      summary = "Add a piece to a playlist, or replace the one of this name",
      description =
          "WAV or Ogg/Opus; all pieces of a playlist 15 minutes at most; ten playlists. The first"
              + " piece makes the playlist.")
  PieceView put(
      @PathVariable String playlist, @PathVariable String name, HttpServletRequest request)
      throws IOException {
    return music.put(playlist, name, uploaded(request));
  }

  @DeleteMapping("/playlists/{playlist}/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Remove a piece; the last one takes the playlist with it")
  void remove(@PathVariable String playlist, @PathVariable String name) {
    music.remove(playlist, name);
  }

  private static byte[] uploaded(HttpServletRequest request) throws IOException {
    byte[] sound = request.getInputStream().readNBytes(SOUND_MAX + 1);
    if (sound.length > SOUND_MAX) {
      throw new InvalidCommand("sound", "must not exceed 100 MB");
    }
    return sound;
  }
}
