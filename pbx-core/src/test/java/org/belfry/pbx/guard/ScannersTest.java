package org.belfry.pbx.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.pbx.Messages;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScannersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "friendly-scanner",
        "Friendly-Scanner",
        "friendly-request",
        "sipvicious",
        "sipcli/v1.8",
        "sip-scan",
        "sundayddr",
        "VaxSIPUserAgent/3.1",
        "VaxIPUserAgent/3.1",
        "pplsip",
        "siparmyknife",
        "sipsscuser",
        "iWar",
        "smap 0.6.0"
      })
  void scannersAreKnownByTheirUserAgent(String agent) {
    assertThat(Scanners.mark(from(agent))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Yealink SIP-T46U 108.86.0.20",
        "snomD785/10.1.54.13",
        "PolyEdge-E350-UA/8.0.1",
        "PolycomVVX-VVX_450-UA/6.4.3",
        "Grandstream GXP2170 1.0.11.64",
        "Cisco-CP-8841-3PCC/12.0.4",
        "LinphoneiOS/5.2 (iPhone) LinphoneSDK/5.3",
        "baresip v3.5.1 (x86_64/linux)",
        "Z 5.6.4 v2.10.19.9",
        "MicroSIP/3.21.3",
        "JsSIP 3.10.0",
        "kamailio (5.6.3 (x86_64/linux))",
        "Asterisk PBX 20.5.0",
        "sipsak 0.9.9",
        ""
      })
  void phonesAndServersAreNot(String agent) {
    assertThat(Scanners.mark(from(agent))).isNull();
    assertThat(Scanners.mark(Messages.invite())).isNull();
  }

  @Test
  void scannersAreKnownByWhomTheyClaimToBe() {
    SipRequest svmap =
        Messages.options()
            .edit()
            .set(HeaderName.FROM, "\"sipvicious\"<sip:100@1.1.1.1>;tag=6434")
            .done();
    SipRequest nmap =
        Messages.options()
            .edit()
            .set(HeaderName.FROM, "<sip:nm@nm>;tag=root")
            .set(HeaderName.TO, "<sip:nm2@nm2>")
            .done();
    assertThat(Scanners.mark(svmap)).isEqualTo("sipvicious");
    assertThat(Scanners.mark(nmap)).isEqualTo("sip:nm@nm");
  }

  private static SipRequest from(String agent) {
    return Messages.options().edit().add(HeaderName.USER_AGENT, agent).done();
  }
}
