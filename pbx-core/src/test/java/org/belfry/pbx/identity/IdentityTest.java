package org.belfry.pbx.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.invite;

import java.util.List;
import java.util.Set;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Rfc("3325")
class IdentityTest {
  private static final User ALICE = new User(1, "1001", "Alice \"A\" Adams", null, "x", "y");
  private static final Directory SITE =
      Directory.of(1, "pbx.example", Set.of("pbx.example", "10.0.0.1"), List.of(ALICE), List.of());
  private static final Identity.Origin ALICES_PHONE = new Identity.Origin.OurUser(ALICE);
  private static final Identity.Origin SERVER = new Identity.Origin.TrustedServer();
  private static final Identity.Origin STRANGER = new Identity.Origin.Stranger();

  @Test
  @Rfc("5")
  void aUsersCallCarriesItsNameFromTheDirectory() {
    SipRequest request = Identity.asserted(invite(), ALICES_PHONE, SITE, false);
    assertThat(request.header(HeaderName.P_ASSERTED_IDENTITY))
        .isEqualTo("\"Alice \\\"A\\\" Adams\" <sip:1001@pbx.example>");
    assertThat(Grammar.nameAddr(request.header(HeaderName.P_ASSERTED_IDENTITY)).display())
        .isEqualTo("Alice \"A\" Adams");
  }

  @Test
  @Rfc("5")
  void whatAUserAssertsOfItselfIsTakenAway() {
    SipRequest lying =
        invite()
            .edit()
            .add(HeaderName.P_ASSERTED_IDENTITY, "<sip:boss@pbx.example>")
            .add(HeaderName.P_PREFERRED_IDENTITY, "<sip:boss@pbx.example>")
            .add(HeaderName.REMOTE_PARTY_ID, "<sip:boss@pbx.example>")
            .done();
    SipRequest onward = Identity.asserted(lying, ALICES_PHONE, SITE, true);
    assertThat(onward.toString()).doesNotContain("boss");
    assertThat(onward.values(HeaderName.P_ASSERTED_IDENTITY)).hasSize(1);
    assertThat(Identity.asserted(lying, STRANGER, SITE, true).toString()).doesNotContain("boss");
  }

  @ParameterizedTest
  @Rfc("7")
  @CsvSource({"id,false,true", "user,false,true", "id,true,false", "none,false,false"})
  void whoWantsPrivacyIsNamedOnlyWithinTheTrustDomain(String wish, boolean trust, boolean hidden) {
    SipRequest request = invite().edit().add(HeaderName.PRIVACY, wish).done();
    SipRequest onward = Identity.asserted(request, ALICES_PHONE, SITE, trust);
    assertThat(onward.has(HeaderName.P_ASSERTED_IDENTITY)).isEqualTo(!hidden);
  }

  @Test
  @Rfc("7")
  void aTrustedServersAssertionStaysButIsHiddenFromPhonesWhenItsCallerWantsThat() {
    SipRequest request =
        invite()
            .edit()
            .add(HeaderName.P_ASSERTED_IDENTITY, "<tel:+4930123>")
            .add(HeaderName.PRIVACY, "id")
            .done();
    assertThat(Identity.asserted(request, SERVER, SITE, true)).isEqualTo(request);
    assertThat(Identity.asserted(request, SERVER, SITE, false).has(HeaderName.P_ASSERTED_IDENTITY))
        .isFalse();
  }

  @Test
  void aRemotePartyIdOfATrustedServerIsReadAsAnAssertion() {
    SipRequest request =
        invite()
            .edit()
            .add(
                HeaderName.REMOTE_PARTY_ID,
                "\"Bob\" <sip:+4930123@itsp.example>;party=calling;privacy=full;screen=yes")
            .done();
    SipRequest onward = Identity.asserted(request, SERVER, SITE, true);
    assertThat(onward.header(HeaderName.P_ASSERTED_IDENTITY))
        .isEqualTo("\"Bob\" <sip:+4930123@itsp.example>");
    assertThat(onward.header(HeaderName.PRIVACY)).isEqualTo("id");
    assertThat(onward.has(HeaderName.REMOTE_PARTY_ID)).isFalse();
  }

  @Test
  void theCalledPartysRemotePartyIdIsNoAssertionOfTheCaller() {
    SipRequest request =
        invite().edit().add(HeaderName.REMOTE_PARTY_ID, "<sip:x@y.example>;party=called").done();
    assertThat(Identity.asserted(request, SERVER, SITE, true).has(HeaderName.P_ASSERTED_IDENTITY))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "sip:1001@pbx.example,true",
    "sip:1001@10.0.0.1,true",
    "sip:1002@pbx.example,false",
    "sip:1001@elsewhere.example,false",
    "sip:pbx.example,false",
    "sip:anonymous@anonymous.invalid,true"
  })
  void aFalseFromIsRefusedAndNoneAtAllIsNot(String from, boolean may) {
    assertThat(Identity.maySay(ALICE, Grammar.uri(from), SITE)).isEqualTo(may);
  }

  @ParameterizedTest
  @Rfc(value = "3323 4.2", other = true)
  @CsvSource({"id;critical,false", "header;critical,true", "session,false", "user;critical,true"})
  void privacyThatWeCannotGiveIsRefusedOnlyWhenItIsCritical(String wishes, boolean refused) {
    SipRequest request = invite().edit().add(HeaderName.PRIVACY, wishes).done();
    assertThat(Privacy.of(request).cannotBeGiven()).isEqualTo(refused);
  }

  @Test
  @Rfc(value = "7044 10.3", other = true)
  void aForwardedCallTellsWhomItWasForAndWhy() {
    assertThat(
            Forwarded.fields(
                invite(),
                "sip:1002@pbx.example",
                "sip:1003@10.0.0.9",
                Forwarded.Reason.NO_ANSWER,
                302))
        .containsExactly(
            new Forwarded.Field(
                HeaderName.DIVERSION, "<sip:1002@pbx.example>;reason=no-answer;counter=1"),
            new Forwarded.Field(
                HeaderName.HISTORY_INFO, "<sip:1002@pbx.example?Reason=SIP%3Bcause%3D302>;index=1"),
            new Forwarded.Field(HeaderName.HISTORY_INFO, "<sip:1003@10.0.0.9>;index=1.1;mp=1"));
    SipRequest before =
        invite().edit().add(HeaderName.HISTORY_INFO, "<sip:a@b.example>;index=1.2").done();
    assertThat(
            Forwarded.fields(
                    before, "sip:b@x.example", "sip:c@x.example", Forwarded.Reason.USER_BUSY, 486)
                .getLast()
                .value())
        .endsWith(";index=1.2.1.1;mp=1.2.1");
  }
}
