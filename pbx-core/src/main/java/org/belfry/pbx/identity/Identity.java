package org.belfry.pbx.identity;

import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** What a request says of its caller when it goes on from here (RFC 3325 §5). */
public final class Identity {
  private Identity() {}

  /** Who sent us a request. */
  public sealed interface Origin {
    /** One of our users, by its password. */
    record OurUser(User user) implements Origin {}

    /** A server of the trust domain. */
    record TrustedServer() implements Origin {}

    /** Somebody of another domain. */
    record Stranger() implements Origin {}
  }

  /**
   * True when a user may send this From: its own address, or none at all (RFC 3323 §4.1.1.3) while
   * we assert who it is.
   */
  public static boolean maySay(User user, SipUri from, Directory directory) {
    if (from.host().equals("anonymous.invalid")) {
      return true;
    }
    return from.user() != null
        && from.user().equalsIgnoreCase(user.extension())
        && directory.isLocal(from.host());
  }

  /**
   * The request with the identity that we assert.
   *
   * @param intoTrust true when it goes on to a server of the trust domain, where Privacy is obeyed
   */
  public static SipRequest asserted(
      SipRequest request, Origin origin, Directory directory, boolean intoTrust) {
    boolean hidden = !intoTrust && Privacy.of(request).hidesIdentity();
    return switch (origin) {
      case Origin.OurUser o -> ofUser(request, o.user(), directory, hidden);
      case Origin.TrustedServer t -> ofServer(request, hidden);
      case Origin.Stranger s -> withoutAssertions(request);
    };
  }

  private static SipRequest ofUser(
      SipRequest request, User user, Directory directory, boolean hidden) {
    Edit<SipRequest> edit = request.edit().remove(HeaderName.PROXY_AUTHORIZATION);
    removeAssertions(edit);
    if (!hidden) {
      edit.add(
          HeaderName.P_ASSERTED_IDENTITY,
          quoted(user.name()) + " <sip:" + user.extension() + "@" + directory.domain() + ">");
    }
    return edit.done();
  }

  private static SipRequest ofServer(SipRequest request, boolean hidden) {
    if (hidden) {
      return withoutAssertions(request);
    }
    String old = request.header(HeaderName.REMOTE_PARTY_ID);
    if (old == null) {
      return request;
    }
    Edit<SipRequest> edit = request.edit().remove(HeaderName.REMOTE_PARTY_ID);
    if (!request.has(HeaderName.P_ASSERTED_IDENTITY)) {
      translate(request, old, edit);
    }
    return edit.done();
  }

  /** Remote-Party-ID, which never became an RFC, in the words of RFC 3325. */
  private static void translate(SipRequest request, String remoteParty, Edit<SipRequest> edit) {
    NameAddr party = Grammar.nameAddr(remoteParty);
    String of = party.params().get("party");
    if (of != null && !of.equalsIgnoreCase("calling")) {
      return;
    }
    String display = party.display();
    edit.add(
        HeaderName.P_ASSERTED_IDENTITY,
        (display == null ? "" : quoted(display) + " ") + "<" + party.uri().text() + ">");
    String privacy = party.params().get("privacy");
    if (privacy != null && !privacy.equalsIgnoreCase("off") && !request.has(HeaderName.PRIVACY)) {
      edit.add(HeaderName.PRIVACY, "id");
    }
  }

  private static SipRequest withoutAssertions(SipRequest request) {
    if (!request.has(HeaderName.P_ASSERTED_IDENTITY)
        && !request.has(HeaderName.P_PREFERRED_IDENTITY)
        && !request.has(HeaderName.REMOTE_PARTY_ID)) {
      return request;
    }
    Edit<SipRequest> edit = request.edit();
    removeAssertions(edit);
    return edit.done();
  }

  /** RFC 3325 §5: what somebody outside of the trust domain asserts is worth nothing. */
  private static void removeAssertions(Edit<SipRequest> edit) {
    edit.remove(HeaderName.P_ASSERTED_IDENTITY)
        .remove(HeaderName.P_PREFERRED_IDENTITY)
        .remove(HeaderName.REMOTE_PARTY_ID);
  }

  /** The name that a trusted server asserts of its caller, or null. */
  public static @Nullable NameAddr assertedBy(SipRequest request) {
    String value = request.header(HeaderName.P_ASSERTED_IDENTITY);
    if (value == null) {
      value = request.header(HeaderName.REMOTE_PARTY_ID);
    }
    return value == null ? null : Grammar.nameAddr(request.values(nameOf(request)).getFirst());
  }

  private static HeaderName nameOf(SipRequest request) {
    return request.has(HeaderName.P_ASSERTED_IDENTITY)
        ? HeaderName.P_ASSERTED_IDENTITY
        : HeaderName.REMOTE_PARTY_ID;
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
