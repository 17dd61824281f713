package org.belfry.pbx.presence;

import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.presence.DialogPackage.Dialogs;
import org.belfry.pbx.presence.WatchedDialog.Party;
import org.belfry.pbx.presence.WatchedDialog.State;
import org.jspecify.annotations.Nullable;

/**
 * Event package {@code dialog} (RFC 4235): the lamps of extensions, groups, park slots, switches.
 *
 * <p>A dialog that is over is told once, as terminated. By default every body holds all dialogs
 * ("full"), which each phone understands; partial bodies hold what has changed.
 */
final class DialogPackage implements EventPackage<Dialogs> {
  private final boolean partial;

  DialogPackage(boolean partial) {
    this.partial = partial;
  }

  /** The dialogs of somebody. */
  record Dialogs(Party own, List<WatchedDialog> dialogs) {}

  @Override
  public String name() {
    return "dialog";
  }

  @Override
  public String contentType() {
    return "application/dialog-info+xml";
  }

  /** RFC 4235 §3.10. */
  @Override
  public Duration interval() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Dialogs state(Resource resource) {
    return new Dialogs(
        new Party(resource.aor().toString(), resource.display()), resource.dialogs());
  }

  @Override
  public byte[] write(Dialogs state, @Nullable Dialogs told, Document document) {
    boolean full = told == null || !partial;
    Map<String, WatchedDialog> before = new HashMap<>();
    if (told != null) {
      told.dialogs().forEach(dialog -> before.put(dialog.key(), dialog));
    }
    Markup xml =
        new Markup()
            .open("dialog-info")
            .attribute("xmlns", "urn:ietf:params:xml:ns:dialog-info")
            .attribute("version", Long.toString(document.version()))
            .attribute("state", full ? "full" : "partial")
            .attribute("entity", document.entity());
    for (WatchedDialog dialog : state.dialogs()) {
      WatchedDialog old = before.remove(dialog.key());
      if (full || !dialog.equals(old)) {
        write(xml, dialog, state.own());
      }
    }
    before.values().forEach(gone -> write(xml, gone.in(State.TERMINATED), state.own()));
    return xml.done();
  }

  private static void write(Markup xml, WatchedDialog dialog, Party own) {
    boolean call = !dialog.callId().isEmpty();
    xml.open("dialog")
        .attribute("id", id(dialog.key()))
        .attribute("call-id", call ? dialog.callId() : null)
        .attribute("local-tag", dialog.localTag())
        .attribute("remote-tag", dialog.remoteTag())
        .attribute("direction", call ? dialog.direction().word() : null)
        .element("state", dialog.state().word());
    if (call) {
      party(xml, "local", own);
    }
    if (dialog.remote() != null) {
      party(xml, "remote", dialog.remote());
    }
    xml.close();
  }

  private static void party(Markup xml, String which, Party party) {
    xml.open(which)
        .open("identity")
        .attribute("display", party.display())
        .text(party.uri())
        .close()
        .open("target")
        .attribute("uri", party.uri())
        .close()
        .close();
  }

  /** A short one: some phones keep few characters of it. */
  private static String id(String key) {
    long hash = 0xcbf29ce484222325L; // FNV-1a
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
    }
    return HexFormat.of().toHexDigits(hash);
  }
}
