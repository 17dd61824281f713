package org.belfry.pbx.proxy;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * One of the places a request is forwarded to (RFC 3261 §16.5).
 *
 * @param uri the Request-URI to send, or null to leave it as it is
 * @param hop where to send it
 * @param sticky true when only {@code hop} leads there, so that the dialog's route must remember it
 * @param added header fields that this copy of the request gets: Route, Diversion, History-Info
 * @param fallback another way to the same device, tried when this one leads nowhere (RFC 5626 §7),
 *     or null
 */
public record Target(
    @Nullable String uri, Hop hop, boolean sticky, List<Added> added, @Nullable Target fallback) {

  /** A header field for one copy of a request. */
  public record Added(HeaderName name, String value) {}

  public Target {
    added = List.copyOf(added);
  }

  /** A target that gets the request as it is. */
  public Target(@Nullable String uri, Hop hop, boolean sticky) {
    this(uri, hop, sticky, List.of(), null);
  }

  /** The same place with further header fields, in front of those it has. */
  public Target adding(List<Added> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Added> all = new ArrayList<>(more);
    all.addAll(added);
    return new Target(uri, hop, sticky, all, fallback == null ? null : fallback.adding(more));
  }
}
