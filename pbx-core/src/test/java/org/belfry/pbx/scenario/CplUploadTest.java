package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.routing.cpl.CplScript;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipResponse;

/** Users upload their scripts with a registration. */
@Rfc("3880")
class CplUploadTest {
  private static final String SCRIPT =
      "<cpl xmlns='urn:ietf:params:xml:ns:cpl'><incoming><reject status='busy'/></incoming></cpl>";

  @EachWeather
  @Rfc("3")
  void aScriptComesWithARegistrationAndIsKept(World world) {
    SimulatedPhone alice = world.phone("1001");
    alice.uploads(CplScript.MEDIA_TYPE, "script;action=store", SCRIPT);
    world.advance(Duration.ofSeconds(40));
    assertThat(world.server().bindings("1001")).hasSize(1);
    assertThat(world.server().scripts().get("1001").text()).isEqualTo(SCRIPT);
    alice.uploads("Application/CPL+XML; charset=utf-8", "script; action=\"remove\"", "");
    world.advance(Duration.ofSeconds(40));
    assertThat(world.server().scripts()).isEmpty();
    world.settles();
  }

  @EachWeather
  void aScriptThatIsNoGoodIsRefusedWithTheLineAndNothingIsRegistered(World world) {
    SimulatedPhone alice = world.phone("1001");
    List<SipResponse> answers =
        alice.uploads(
            CplScript.MEDIA_TYPE, null, "<cpl>\n  <incoming><frob x=\"1\"/></incoming></cpl>");
    world.advance(Duration.ofSeconds(40));
    assertThat(answers).last().extracting(SipResponse::status).isEqualTo(400);
    assertThat(answers.getLast().header(HeaderName.WARNING))
        .isEqualTo("399 belfry \"Line 2, column 13: <frob> has no meaning in <incoming>.\"");
    assertThat(world.server().bindings("1001")).isEmpty();
    assertThat(world.server().scripts()).isEmpty();
    world.settles();
  }

  @EachWeather
  void aBodyOfAnotherKindIsNoneOfOurBusiness(World world) {
    world.phone("1001").uploads("text/plain", null, "Hello");
    world.phone("1002").uploads(CplScript.MEDIA_TYPE, "session", "Hello");
    world.advance(Duration.ofSeconds(40));
    assertThat(world.server().bindings("1001")).hasSize(1);
    assertThat(world.server().bindings("1002")).hasSize(1);
    assertThat(world.server().scripts()).isEmpty();
    world.settles();
  }
}
