package org.belfry.webui.fake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.pbx.admin.CplAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;

/** Users' scripts in memory. */
public final class FakeScripts implements CplAdmin {
  private final Map<String, String> scripts = new ConcurrentHashMap<>();

  public void clear() {
    scripts.clear();
  }

  @Override
  public Optional<String> script(String extension) {
    return Optional.ofNullable(scripts.get(extension));
  }

  @Override
  public void put(String extension, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!text.startsWith("<cpl")) {
      throw new InvalidCommand("script", "line 1, column 1: a script begins with cpl");
    }
    scripts.put(extension, text);
  }

  @Override
  public void delete(String extension) {
    if (scripts.remove(extension) == null) {
      throw new NotFound("script of user", extension);
    }
  }

  @Override
  public ImportView imported(String extension, byte[] bytes) {
    throw new InvalidCommand("script", "stays a script: line 1: nothing is imported here");
  }

  @Override
  public RulesView rules(String extension) {
    return new RulesView("<cpl xmlns=\"urn:ietf:params:xml:ns:cpl\"/>", List.of());
  }
}
