package org.belfry.pbx.app.trunk;

import java.util.function.Supplier;
import org.belfry.pbx.auth.DigestAccount;
import org.belfry.pbx.auth.DigestClient;
import org.belfry.pbx.call.LegProfile;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** Answers a provider's challenges within one leg of a call, on its lane. */
final class TrunkSigner implements LegProfile.Signer {
  private final Supplier<String> cnonces;
  private DigestClient client;

  private TrunkSigner(DigestAccount account, Supplier<String> cnonces) {
    this.client = DigestClient.of(account);
    this.cnonces = cnonces;
  }

  /** Of a trunk's credentials, or null when it has none. */
  static @Nullable TrunkSigner of(Trunk trunk, Supplier<String> cnonces) {
    String user = trunk.authUser() == null ? trunk.username() : trunk.authUser();
    String password = trunk.password();
    return user == null || password == null
        ? null
        : new TrunkSigner(new DigestAccount(user, password), cnonces);
  }

  @Override
  public @Nullable SipRequest sign(SipRequest request, SipResponse challenge) {
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
