package org.belfry.media.ice;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.belfry.media.ice.ice4j.StunCodec;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.ice.stun.TransactionId;

/** The far end as its description told, with the candidates that trickled in since. */
final class FarEnd {
  private final RemoteIce described;
  private final IntegrityKey key;
  private final List<Candidate> candidates = new ArrayList<>();

  FarEnd(RemoteIce described) {
    this.described = described;
    this.key = IntegrityKey.shortTerm(described.credentials().password());
  }

  /** Whether a description is of the same session, before any restart (RFC 8445 §9). */
  boolean isOf(RemoteIce description) {
    return described.credentials().equals(description.credentials());
  }

  int candidates() {
    return candidates.size();
  }

  boolean knows(InetSocketAddress address) {
    return candidates.stream().anyMatch(c -> c.address().equals(address));
  }

  void add(Candidate candidate) {
    candidates.add(candidate);
  }

  boolean hasSigned(ReceivedStun response) {
    return response.isSignedBy(key);
  }

  /** A check of a pair, or a question for consent on it (RFC 8445 §7.2.4, RFC 7675 §5.1). */
  byte[] check(
      TransactionId id, CandidatePair pair, IceCredentials ours, Role role, boolean nominates) {
    Candidate local = pair.local().candidate();
    // RFC 8445 §7.1.1: what a candidate that the far end learns from this check is to have.
    long priority =
        (local.priority() & 0xffffffL)
            | (CandidateType.PEER_REFLEXIVE.priority(0, local.component()) & 0xff000000L);
    StunMessage request =
        role.sign(StunMessage.request(Method.BINDING, id))
            .with(AttributeType.USERNAME, described.credentials().ufrag() + ":" + ours.ufrag())
            .with(AttributeType.PRIORITY, priority);
    return StunCodec.write(nominates ? request.with(AttributeType.USE_CANDIDATE) : request, key);
  }
}
