package org.belfry.pbx.app.trunk;

import java.util.Set;
import java.util.function.Supplier;
import org.belfry.pbx.auth.DigestAccount;
import org.belfry.pbx.auth.DigestClient;
import org.belfry.pbx.call.LegProfile;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * Answers a provider's challenges within one leg of a call, on its lane. Who was called answers
 * requests of the call as well, with challenges that it had from the provider: an INVITE is signed
 * for the numbers of the call alone.
 */
final class TrunkSigner implements LegProfile.Signer {
  /** They begin no call wherever they are sent, and the method is signed (RFC 7616 §3.4.3). */
  private static final Set<Method> BEGIN_NOTHING = Set.of(Method.BYE, Method.UPDATE);

  private final CallNumbers numbers;
  private final Supplier<String> cnonces;
  private DigestClient client;

  private TrunkSigner(DigestAccount account, CallNumbers numbers, Supplier<String> cnonces) {
    this.numbers = numbers;
    this.client = DigestClient.of(account);
    this.cnonces = cnonces;
  }

  /**
   * Of a trunk's credentials, or null when it has none.
   *
   * @param numbers of the call
   */
  static @Nullable TrunkSigner of(Trunk trunk, CallNumbers numbers, Supplier<String> cnonces) {
    String user = trunk.authUser() == null ? trunk.username() : trunk.authUser();
    String password = trunk.password();
    return user == null || password == null
        ? null
        : new TrunkSigner(new DigestAccount(user, password), numbers, cnonces);
  }

  @Override
  public @Nullable SipRequest sign(SipRequest request, SipResponse challenge) {
    if (!BEGIN_NOTHING.contains(request.method()) && !numbers.reach(request.uri())) {
      return null;
    }
    return switch (client.challenged(request, challenge)) {
      case DigestClient.Outcome.Cannot cannot -> null;
      case DigestClient.Outcome.Again again -> {
        DigestClient.Signed signed = again.next().sign(request, cnonces.get());
        client = signed.next();
        yield signed.request();
      }
    };
  }
}
