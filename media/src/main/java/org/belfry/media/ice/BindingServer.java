package org.belfry.media.ice;

import java.net.InetSocketAddress;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunAttribute;
import org.belfry.media.ice.stun.StunMessage;
import org.jspecify.annotations.Nullable;

/**
 * Answers the checks of the far end (RFC 8445 §7.3). Answering twice is no harm: nothing but the
 * role depends on what came before, and that settles.
 */
final class BindingServer {
  private static final int MAX_CODES = 16;

  private final Role role;
  private final IceOutput output;
  private Password current;
  private @Nullable Password previous;

  private record Password(String prefix, IntegrityKey key) {
    static Password of(IceCredentials credentials) {
      return new Password(
          credentials.ufrag() + ":", IntegrityKey.shortTerm(credentials.password()));
    }
  }

  BindingServer(IceCredentials credentials, Role role, IceOutput output) {
    this.current = Password.of(credentials);
    this.role = role;
    this.output = output;
  }

  /**
   * Takes new credentials; the old ones stay good until {@link #forget}, as the far end uses the
   * old pair until there is a new one (RFC 8445 §9).
   */
  void restart(IceCredentials credentials) {
    previous = current;
    current = Password.of(credentials);
  }

  void forget() {
    previous = null;
  }

  /** Answers; null when the answer was an error. */
  @Nullable Checked answer(ReceivedStun received, InetSocketAddress from, InetSocketAddress base) {
    StunMessage request = received.message();
    String username = request.text(AttributeType.USERNAME);
    if (username == null || !received.signed()) {
      return refuse(request.error(400, "Bad Request"), null, from, base);
    }
    Password password = passwordOf(username);
    if (password == null || !received.isSignedBy(password.key())) {
      return refuse(request.error(401, "Unauthenticated"), null, from, base);
    }
    IntegrityKey key = password.key();
    if (!received.unknown().isEmpty()) {
      var codes = received.unknown().stream().limit(MAX_CODES).toList();
      StunMessage error =
          request.error(420, "Unknown Attribute").with(new StunAttribute.UnknownTypes(codes));
      return refuse(error, key, from, base);
    }
    Role.Verdict verdict = role.judge(request);
    if (verdict == Role.Verdict.CONFLICT) {
      return refuse(request.error(487, "Role Conflict"), key, from, base);
    }
    StunMessage success = request.success().with(AttributeType.XOR_MAPPED_ADDRESS, from);
    output.send(StunCodec.write(success, key), base, from);
    return new Checked(
        from,
        base,
        priority(request),
        request.has(AttributeType.USE_CANDIDATE),
        verdict == Role.Verdict.SWITCHED,
        password.equals(current));
  }

  private static long priority(StunMessage request) {
    long priority = request.number(AttributeType.PRIORITY, 0) & 0x7fffffffL;
    return priority == 0 ? CandidateType.PEER_REFLEXIVE.priority(0, 1) : priority;
  }

  private @Nullable Password passwordOf(String username) {
    if (username.startsWith(current.prefix())) {
      return current;
    }
    Password old = previous;
    return old != null && username.startsWith(old.prefix()) ? old : null;
  }

  private @Nullable Checked refuse(
      StunMessage error,
      @Nullable IntegrityKey key,
      InetSocketAddress from,
      InetSocketAddress base) {
    output.send(StunCodec.write(error, key), base, from);
    return null;
  }
}
