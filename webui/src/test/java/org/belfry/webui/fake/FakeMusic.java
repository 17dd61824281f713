package org.belfry.webui.fake;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.MusicAdmin;
import org.belfry.pbx.admin.NotFound;

/** Playlists in memory: a byte sounds for a second, and an empty file is no sound. */
public final class FakeMusic implements MusicAdmin {
  private static final int SECONDS_MAX = 900;

  private final Map<String, Map<String, byte[]>> lists = new TreeMap<>();

  public void clear() {
    lists.clear();
  }

  void opens() {
    put(SITE, "evening-walk", new byte[184]);
    put(SITE, "harbour", new byte[141]);
    put("sales", "tango", new byte[203]);
  }

  @Override
  public List<String> playlists() {
    return lists.keySet().stream().filter(name -> !name.equals(SITE)).toList();
  }

  @Override
  public List<PieceView> pieces(String playlist) {
    return lists.getOrDefault(playlist, Map.of()).entrySet().stream()
        .map(each -> new PieceView(each.getKey(), each.getValue().length))
        .toList();
  }

  @Override
  public PieceView put(String playlist, String name, byte[] sound) {
    if (!playlist.matches("[a-z0-9-]{0,64}")) {
      throw new InvalidCommand("playlist", "use only lower-case letters, digits and hyphens");
    }
    if (sound.length == 0) {
      throw new InvalidCommand("sound", "must be at least one second long");
    }
    if (sound.length > SECONDS_MAX) {
      throw new InvalidCommand("sound", "all pieces together may sound for 15 minutes");
    }
    lists.computeIfAbsent(playlist, made -> new TreeMap<>()).put(name, sound);
    return new PieceView(name, sound.length);
  }

  @Override
  public byte[] sound(String playlist, String name) {
    byte[] sound = lists.getOrDefault(playlist, Map.of()).get(name);
    if (sound == null) {
      throw new NotFound("piece", name);
    }
    return sound;
  }

  @Override
  public void remove(String playlist, String name) {
    sound(playlist, name);
    lists.get(playlist).remove(name);
    lists.values().removeIf(Map::isEmpty);
  }
}
