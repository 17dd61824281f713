package org.belfry.pbx.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.presence.PresencePackage.Presentity;
import org.belfry.pbx.presence.WatchedDialog.State;
import org.jspecify.annotations.Nullable;

/**
 * Event package {@code presence} (RFC 3856) with PIDF bodies (RFC 3863), composed of what is known
 * here (a registered phone, a call) and what the user's devices have published.
 *
 * <p>A user can be reached when a device is registered; one that says it is closed does not count.
 * Activities of all devices are told together (RFC 4480).
 */
final class PresencePackage implements EventPackage<Presentity> {

  /** Somebody's presence, composed. */
  record Presentity(String uri, boolean open, List<String> activities, List<String> notes) {}

  @Override
  public String name() {
    return "presence";
  }

  @Override
  public String contentType() {
    return Pidf.CONTENT_TYPE;
  }

  /** RFC 3856 §6.10. */
  @Override
  public Duration interval() {
    return Duration.ofSeconds(5);
  }

  @Override
  public Presentity state(Resource resource) {
    Set<String> activities = new LinkedHashSet<>();
    Set<String> notes = new LinkedHashSet<>();
    boolean closed = !resource.published().isEmpty();
    boolean open = false;
    for (Pidf each : resource.published()) {
      activities.addAll(each.activities());
      notes.addAll(each.notes());
      open |= Boolean.TRUE.equals(each.open());
      closed &= Boolean.FALSE.equals(each.open());
    }
    if (resource.dialogs().stream().anyMatch(PresencePackage::isBusy)) {
      activities.add("on-the-phone");
    }
    boolean reachable = open || (!closed && !resource.bindings().isEmpty());
    return new Presentity(
        resource.aor().toString(), reachable, List.copyOf(activities), List.copyOf(notes));
  }

  /** One that only rings is not on the phone. */
  private static boolean isBusy(WatchedDialog dialog) {
    return dialog.state() == State.CONFIRMED
        || dialog.direction() == WatchedDialog.Direction.INITIATOR;
  }

  @Override
  public byte[] write(Presentity state, @Nullable Presentity told, Document document) {
    Markup xml =
        new Markup()
            .open("presence")
            .attribute("xmlns", "urn:ietf:params:xml:ns:pidf")
            .attribute("xmlns:dm", "urn:ietf:params:xml:ns:pidf:data-model")
            .attribute("xmlns:rpid", "urn:ietf:params:xml:ns:pidf:rpid")
            .attribute("entity", document.entity())
            .open("tuple")
            .attribute("id", "t1")
            .open("status")
            .element("basic", state.open() ? "open" : "closed")
            .close()
            .open("contact")
            .attribute("priority", "0.8")
            .text(state.uri())
            .close();
    notes(state).forEach(note -> xml.element("note", note));
    xml.close();
    if (!state.activities().isEmpty()) {
      xml.open("dm:person").attribute("id", "p1").open("rpid:activities");
      state.activities().forEach(activity -> xml.open("rpid:" + activity).close());
      xml.close().close();
    }
    return xml.done();
  }

  /** Many phones show notes and know no activities. */
  private static List<String> notes(Presentity state) {
    if (!state.notes().isEmpty() || state.activities().isEmpty()) {
      return state.notes();
    }
    List<String> notes = new ArrayList<>();
    if (state.activities().contains("on-the-phone")) {
      notes.add("On the phone");
    }
    return notes;
  }
}
