package org.belfry.appliance.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.belfry.appliance.acme.AcmeFailure;
import org.belfry.pbx.admin.AcmeAdmin.Reason;
import org.junit.jupiter.api.Test;

class NameLookTest {
  private static final InetAddress OURS = InetAddress.ofLiteral("198.51.100.7");
  private static final InetAddress OTHER = InetAddress.ofLiteral("203.0.113.9");
  private final AcmeFailure failure =
      AcmeFailure.refused(Reason.NO_CONNECTION, "pbx.example.com", "connection refused");

  private AcmeFailure explained(Set<InetAddress> ours, InetAddress... found) {
    return new NameLook(name -> found, ours).explain(failure);
  }

  @Test
  void aNameThatLeadsElsewhereIsSaidWithItsAddress() {
    AcmeFailure explained = explained(Set.of(OURS), OTHER);
    assertThat(explained.reason()).isEqualTo(Reason.ELSEWHERE);
    assertThat(explained.detail()).isEqualTo("203.0.113.9");
    assertThat(explained.name()).isEqualTo("pbx.example.com");
  }

  @Test
  void aNameThatLeadsHereTooIsNoExplanation() {
    assertThat(explained(Set.of(OURS), OTHER, OURS)).isSameAs(failure);
  }

  @Test
  void whereOurPublicAddressIsNotKnownNothingIsClaimed() {
    assertThat(explained(Set.of(), OTHER)).isSameAs(failure);
    NameLook unknown =
        new NameLook(
            name -> {
              throw new UnknownHostException(name);
            },
            Set.of(OURS));
    assertThat(unknown.explain(failure)).isSameAs(failure);
  }
}
