package org.belfry.pbx.sip.route;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * One of the places a request is forwarded to (RFC 3261 §16.5).
 *
 * @param uri the Request-URI to send, or null to leave it as it is
 * @param hop where to send it, or null when that is to be found by DNS
 * @param name whose server is to be found, when {@code hop} is null (RFC 3263)
 * @param sticky true when only {@code hop} leads there, so that the dialog's route must remember it
 * @param added header fields that this copy of the request gets: Route, Diversion, History-Info
 * @param fallback another way to the same device, tried when this one leads nowhere (RFC 5626 §7),
 *     or null
 */
public record Target(
    @Nullable String uri,
    @Nullable Hop hop,
    @Nullable SipUri name,
    boolean sticky,
    List<Added> added,
    @Nullable Target fallback) {

  /** A header field for one copy of a request. */
  public record Added(HeaderName name, String value) {}

  public Target {
    added = List.copyOf(added);
    if ((hop == null) == (name == null)) {
      throw new IllegalArgumentException("a target has a hop or a name");
    }
  }

  /** A target whose hop is known. */
  public Target(
      @Nullable String uri, Hop hop, boolean sticky, List<Added> added, @Nullable Target fallback) {
    this(uri, hop, null, sticky, added, fallback);
  }

  /**
   * A target that is to be found by DNS.
   *
   * @param name the URI whose server is meant
   */
  public static Target named(@Nullable String uri, SipUri name) {
    return new Target(uri, null, name, false, List.of(), null);
  }

  /** A target that gets the request as it is. */
  public Target(@Nullable String uri, Hop hop, boolean sticky) {
    this(uri, hop, null, sticky, List.of(), null);
  }

  /** The same place with further header fields, in front of those it has. */
  public Target adding(List<Added> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Added> all = new ArrayList<>(more);
    all.addAll(added);
    return new Target(uri, hop, name, sticky, all, fallback == null ? null : fallback.adding(more));
  }

  /**
   * What tells it from other targets of a request: the Request-URI and where it is sent. Anybody
   * may register the Contact of another's phone, and nobody its address.
   */
  public String key() {
    return uri + " " + (hop != null ? hop.shown() : String.valueOf(name));
  }

  /** Where it goes, for people. */
  public String shown() {
    return uri != null ? uri : hop != null ? hop.shown() : String.valueOf(name);
  }
}
