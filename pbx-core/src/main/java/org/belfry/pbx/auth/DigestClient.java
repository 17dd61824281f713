package org.belfry.pbx.auth;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.sip.DigestChallenge;
import org.belfry.pbx.sip.DigestCredentials;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * Our side of digest authentication at other servers (RFC 3261 §22.2 and §22.3, RFC 7616, RFC
 * 8760): what was asked of us so far, and the credentials that answer it. A value: each step gives
 * the next one.
 *
 * <p>Challenges are kept from one request to the next, so that those after the first carry
 * credentials at once, with a higher nonce count. One of these belongs to one account at one
 * server, and to one lane.
 *
 * @param refused challenges in a row that no success came after
 */
public record DigestClient(DigestAccount account, List<Held> held, int refused) {
  /** A 401 behind two proxies and a nonce that ran out: more is a server that plays with us. */
  private static final int CHALLENGES_MAX = 6;

  /** Realms that are answered at once. */
  private static final int REALMS_MAX = 4;

  public DigestClient {
    held = List.copyOf(held);
  }

  /** Of nobody's challenge yet. */
  public static DigestClient of(DigestAccount account) {
    return new DigestClient(account, List.of(), 0);
  }

  /**
   * A challenge that we answer.
   *
   * @param role 401 or 407: which field answers it
   * @param count with how many requests its nonce was used
   * @param cnonce of the first of them, or null
   */
  record Held(
      DigestAuthenticator.Role role,
      DigestChallenge challenge,
      DigestAlgorithm algorithm,
      int count,
      @Nullable String cnonce) {

    /** RFC 7616 §3.4.2: a session's HA1 keeps the cnonce it began with, so its requests keep it. */
    Held used(String drawn) {
      String ours = cnonce == null || !algorithm.session() ? drawn : cnonce;
      return new Held(role, challenge, algorithm, count + 1, ours);
    }
  }

  /** What comes of a challenge. */
  public sealed interface Outcome {
    /** Sign the request anew, with a new branch and the next CSeq number, and send it again. */
    record Again(DigestClient next) implements Outcome {}

    /**
     * Sending again is no use.
     *
     * @param sentence for people, without the password
     */
    record Cannot(Why why, String sentence) implements Outcome {}
  }

  /** Why a challenge cannot be answered. */
  public enum Why {
    /** The server knows user and password, and does not take them. */
    WRONG_PASSWORD,
    /** It wants an algorithm, a scheme or a quality of protection that we do not have. */
    UNKNOWN_DEMAND,
    /** It asks again and again, or what it asks cannot be read. */
    SENSELESS
  }

  /**
   * A request with credentials for all that was asked so far.
   *
   * @param next what signs the request after this one
   */
  public record Signed(DigestClient next, SipRequest request) {}

  /**
   * Takes in a 401 or 407.
   *
   * @param sent the request it answers, as it left
   */
  public Outcome challenged(SipRequest sent, SipResponse response) {
    DigestAuthenticator.Role role =
        response.status() == 407
            ? DigestAuthenticator.Role.PROXY
            : DigestAuthenticator.Role.REGISTRAR;
    if (refused >= CHALLENGES_MAX) {
      return new Outcome.Cannot(Why.SENSELESS, "The server asks for the password again and again.");
    }
    List<Held> strongest;
    try {
      strongest = strongest(role, response.headers(role.challenge()));
    } catch (MalformedHeader e) {
      return new Outcome.Cannot(
          Why.SENSELESS, "What the server asks for cannot be read: " + e.phrase() + ".");
    }
    if (strongest.isEmpty()) {
      return new Outcome.Cannot(
          Why.UNKNOWN_DEMAND,
          "The server asks for a kind of authentication that is not known here.");
    }
    List<Held> next = new ArrayList<>(held);
    for (Held asked : strongest) {
      if (isRefusal(sent, asked)) {
        return new Outcome.Cannot(
            Why.WRONG_PASSWORD,
            "The server does not take this user and password (realm "
                + asked.challenge.realm()
                + ").");
      }
      next.removeIf(h -> h.role == role && h.challenge.realm().equals(asked.challenge.realm()));
      next.add(asked);
    }
    while (next.size() > REALMS_MAX) {
      next.removeFirst();
    }
    return new Outcome.Again(new DigestClient(account, next, refused + 1));
  }

  /** The server took the credentials, or needed none. */
  public DigestClient accepted() {
    return refused == 0 ? this : new DigestClient(account, held, 0);
  }

  /**
   * @param unsigned complete but for credentials; those of an earlier try are replaced
   * @param cnonce random, 8 characters or more; each request has its own
   */
  public Signed sign(SipRequest unsigned, String cnonce) {
    if (held.isEmpty()) {
      return new Signed(this, unsigned);
    }
    Edit<SipRequest> edit =
        unsigned.edit().remove(HeaderName.AUTHORIZATION).remove(HeaderName.PROXY_AUTHORIZATION);
    List<Held> next = new ArrayList<>(held.size());
    for (Held each : held) {
      Held used = each.used(cnonce);
      edit.add(used.role.credentials(), DigestAnswer.to(used, account, unsigned));
      next.add(used);
    }
    return new Signed(new DigestClient(account, next, refused), edit.done());
  }

  /**
   * The best challenge of each realm. RFC 8760 §2.4 has us take the topmost that we know, unless
   * policy says otherwise: ours is that nobody talks us down to MD5 by the order of lines.
   */
  private static List<Held> strongest(DigestAuthenticator.Role role, List<String> lines) {
    List<Held> best = new ArrayList<>(2);
    for (String line : lines) {
      DigestChallenge challenge = Grammar.challenge(line);
      DigestAlgorithm algorithm =
          challenge == null ? null : DigestAlgorithm.named(challenge.algorithm());
      if (challenge == null || algorithm == null || !DigestAnswer.canProtect(challenge)) {
        continue;
      }
      Held offered = new Held(role, challenge, algorithm, 0, null);
      int same = indexOf(best, challenge.realm());
      if (same < 0) {
        best.add(offered);
      } else if (best.get(same).algorithm.compareTo(algorithm) < 0) {
        best.set(same, offered);
      }
    }
    return best;
  }

  private static int indexOf(List<Held> list, String realm) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).challenge.realm().equals(realm)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * RFC 7616 §3.3: asked again without {@code stale}, the password is wrong. Servers whose nonces
   * run out without saying so are forgiven: a nonce that was good for a request before is not
   * proof.
   */
  private boolean isRefusal(SipRequest sent, Held asked) {
    if (asked.challenge.stale()) {
      return false;
    }
    DigestCredentials given = given(sent, asked);
    if (given == null) {
      return false;
    }
    for (Held each : held) {
      if (each.challenge.nonce().equals(given.nonce())) {
        return each.count <= 1;
      }
    }
    return true;
  }

  private static @Nullable DigestCredentials given(SipRequest sent, Held asked) {
    for (String line : sent.headers(asked.role.credentials())) {
      DigestCredentials credentials = Grammar.credentials(line);
      if (credentials != null && credentials.realm().equals(asked.challenge.realm())) {
        return credentials;
      }
    }
    return null;
  }
}
