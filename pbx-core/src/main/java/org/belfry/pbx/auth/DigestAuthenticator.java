package org.belfry.pbx.auth;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.belfry.pbx.directory.DigestOffer;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.DigestCredentials;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * Digest authentication of requests (RFC 3261 §22, RFC 7616) with SHA-256 and, for the phones that
 * know no better, MD5 (RFC 8760 §2.4). Passwords are never here: a user carries its two HA1 values.
 *
 * <p>One instance belongs to one lane.
 */
public final class DigestAuthenticator {
  private static final HexFormat HEX = HexFormat.of();

  /** What is hashed for a user that there is not, so that it takes as long as for one there is. */
  private static final String NOBODY_MD5 = "0".repeat(32);

  private static final String NOBODY_SHA256 = "0".repeat(64);

  private final String realm;
  private final boolean sha256First;
  private final Nonces nonces;
  private final @Nullable SessionCredentials sessions;
  private final Hash md5 = new Hash("MD5");
  private final Hash sha256 = new Hash("SHA-256");

  /**
   * @param sha256First true to offer SHA-256 before MD5
   */
  public DigestAuthenticator(String realm, boolean sha256First, Nonces nonces) {
    this(realm, sha256First, nonces, null);
  }

  /**
   * @param sha256First true to offer SHA-256 before MD5
   * @param sessions of phones in pages, which are taken as their users' own; or null
   */
  public DigestAuthenticator(
      String realm, boolean sha256First, Nonces nonces, @Nullable SessionCredentials sessions) {
    this.realm = realm;
    this.sha256First = sha256First;
    this.nonces = nonces;
    this.sessions = sessions;
  }

  /** Whom a challenge comes from. */
  public enum Role {
    /** 401, WWW-Authenticate, Authorization: we are the end of the request. */
    REGISTRAR(401, "Unauthorized", HeaderName.WWW_AUTHENTICATE, HeaderName.AUTHORIZATION),
    /** 407, Proxy-Authenticate, Proxy-Authorization: the request goes on from here. */
    PROXY(
        407,
        "Proxy Authentication Required",
        HeaderName.PROXY_AUTHENTICATE,
        HeaderName.PROXY_AUTHORIZATION);

    private final int status;
    private final String reason;
    private final HeaderName challenge;
    private final HeaderName credentials;

    Role(int status, String reason, HeaderName challenge, HeaderName credentials) {
      this.status = status;
      this.reason = reason;
      this.challenge = challenge;
      this.credentials = credentials;
    }

    /** The field of the challenge. */
    HeaderName challenge() {
      return challenge;
    }

    /** The field that answers our challenge. */
    public HeaderName credentials() {
      return credentials;
    }
  }

  /**
   * Looks at the credentials for our realm; those for other realms are none of our business.
   *
   * @param from the address the request came from
   */
  public AuthVerdict check(
      SipRequest request, Role role, InetAddress from, Directory directory, Instant now) {
    for (String value : request.headers(role.credentials)) {
      DigestCredentials credentials = Grammar.credentials(value);
      if (credentials != null && credentials.realm().equals(realm)) {
        return judge(request, credentials, from, directory, now);
      }
    }
    return new AuthVerdict.ChallengeNeeded(false);
  }

  /**
   * The 401 or 407 that asks for credentials.
   *
   * @param to the way the request came; from elsewhere the answer is worth nothing
   * @param directory says who is to be offered MD5 alone
   */
  public SipResponse challenge(
      SipRequest request,
      Role role,
      boolean stale,
      @Nullable String toTag,
      Hop to,
      Directory directory,
      Instant now) {
    String nonce = nonces.issue(to.remote().getAddress(), now);
    String rest = "Digest realm=\"" + realm + "\", nonce=\"" + nonce + "\", qop=\"auth\"";
    if (stale) {
      rest += ", stale=true";
    }
    Edit<SipResponse> response = request.respond(role.status, role.reason, toTag);
    String md5Challenge = rest + ", algorithm=MD5";
    if (Md5OnlyAgents.includes(request.header(HeaderName.USER_AGENT))
        || offered(request, directory) == DigestOffer.MD5) {
      return response.add(role.challenge, md5Challenge).done();
    }
    // RFC 8760 §2.4: one challenge per algorithm, the preferred first.
    // DEVIATION RFC 8760 §2.4: MD5 is first unless the site says otherwise. Phones and test tools
    // that know MD5 only read the first challenge and give up on an algorithm they do not know;
    // those
    // in browsers (SIP.js, JsSIP) read the last one. ADR-0010
    boolean strongFirst = sha256First || to.transport().webSocket();
    String sha256Challenge = rest + ", algorithm=SHA-256";
    response.add(role.challenge, strongFirst ? sha256Challenge : md5Challenge);
    response.add(role.challenge, strongFirst ? md5Challenge : sha256Challenge);
    return response.done();
  }

  /**
   * By From: whoever has not shown credentials is nobody yet. So a stranger can learn which
   * extensions have a setting of their own, and of nothing else whether it exists.
   */
  private static DigestOffer offered(SipRequest request, Directory directory) {
    SipUri from = Grammar.nameAddr(request.mandatory(HeaderName.FROM)).uri();
    User user = from.isSip() ? directory.user(from.user()) : null;
    return user == null || user.digest() == DigestOffer.SITE
        ? directory.dialPlan().digest()
        : user.digest();
  }

  private AuthVerdict judge(
      SipRequest request, DigestCredentials c, InetAddress from, Directory directory, Instant now) {
    boolean strong = c.algorithm().equalsIgnoreCase("SHA-256");
    if (!strong && !c.algorithm().equalsIgnoreCase("MD5")) {
      return new AuthVerdict.ChallengeNeeded(false);
    }
    if (c.qop() != null && !c.qop().equalsIgnoreCase("auth")) {
      return new AuthVerdict.ChallengeNeeded(false);
    }
    // RFC 7616 §3.3: stale for any nonce that is not good, whatever the response. Were it said of
    // right responses only, passwords could be tried with made-up nonces, and none would count.
    if (nonces.judge(c.nonce(), from, now) != Nonces.Worth.GOOD) {
      return new AuthVerdict.ChallengeNeeded(true);
    }
    // Before the password is looked at, so that none can be tried with it.
    if (!DigestUri.names(c.uri(), request.uriText(), from, directory)) {
      return new AuthVerdict.Misdirected(c.username());
    }
    SessionCredentials.Kept session = null;
    if (sessions != null && SessionCredentials.areMeantBy(c.username())) {
      session = sessions.find(c.username(), now);
      if (session == null) {
        // A page that slept longer than its credentials live has guessed nothing.
        return new AuthVerdict.ChallengeNeeded(false);
      }
    }
    User user = directory.user(session == null ? c.username() : session.extension());
    String ha1 =
        session != null
            ? (strong ? session.ha1Sha256() : session.ha1Md5())
            : (strong ? ha1Sha256(user) : ha1Md5(user));
    boolean right =
        matches(expected(strong ? sha256 : md5, ha1, c, request.method().name()), c.response());
    if (user == null) {
      return new AuthVerdict.Denied(c.username(), "there is no such user");
    }
    if (!right) {
      return new AuthVerdict.Denied(c.username(), "the password is wrong");
    }
    return nonces.use(c.nonce(), nonceCount(c))
        ? new AuthVerdict.Accepted(user)
        : new AuthVerdict.ChallengeNeeded(true);
  }

  private static String ha1Sha256(@Nullable User user) {
    return user == null ? NOBODY_SHA256 : user.ha1Sha256();
  }

  private static String ha1Md5(@Nullable User user) {
    return user == null ? NOBODY_MD5 : user.ha1Md5();
  }

  /** RFC 7616 §3.4.1, and RFC 2069's form for clients without qop. */
  private static String expected(Hash hash, String ha1, DigestCredentials c, String method) {
    String ha2 = hash.ofA2(method, c.uri());
    return c.qop() == null
        ? hash.of(ha1 + ":" + c.nonce() + ":" + ha2)
        : hash.of(
            ha1
                + ":"
                + c.nonce()
                + ":"
                + c.nonceCount()
                + ":"
                + c.cnonce()
                + ":"
                + c.qop()
                + ":"
                + ha2);
  }

  private static long nonceCount(DigestCredentials c) {
    String text = c.nonceCount();
    if (c.qop() == null || text == null || text.length() > 8) {
      return 0;
    }
    try {
      return HexFormat.fromHexDigitsToLong(text);
    } catch (IllegalArgumentException e) {
      return 0; // counts as the first use: a second one is stale
    }
  }

  private static boolean matches(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.US_ASCII));
  }

  /** A hash function, in hexadecimal digits. */
  private static final class Hash {
    private final MessageDigest digest;
    private String method = "";
    private String uri = "";
    private String hashOfThem;

    Hash(String algorithm) {
      try {
        digest = MessageDigest.getInstance(algorithm);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("This Java has no " + algorithm, e);
      }
      hashOfThem = of(":");
    }

    String of(String text) {
      return HEX.formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The last is kept: the phones of a site all register with one URI (RFC 7616 §3.4.3). */
    String ofA2(String ofMethod, String ofUri) {
      if (!uri.equals(ofUri) || !method.equals(ofMethod)) {
        hashOfThem = of(ofMethod + ":" + ofUri);
        method = ofMethod;
        uri = ofUri;
      }
      return hashOfThem;
    }
  }
}
