package org.belfry.pbx.routing.cpl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.Planned;
import org.belfry.pbx.routing.Script;
import org.belfry.pbx.sip.message.GoldenFiles;
import org.jspecify.annotations.Nullable;

/** A user 1001 at example.com, for scripts to be asked about. */
record Surroundings(boolean registered, ZoneId zone) implements Script.Around {
  static final Surroundings HOME = new Surroundings(true, ZoneId.of("Europe/Berlin"));
  static final Surroundings NOBODY_HOME = new Surroundings(false, ZoneId.of("Europe/Berlin"));

  static final Instant NOON = Instant.parse("2026-11-20T11:00:00Z"); // a Friday
  static final CallPlan.Place PHONES = new CallPlan.Place.Phones("1001");
  static final CallPlan NORMAL =
      new CallPlan.Ring(
          List.of(CallPlan.Alert.of(PHONES)), Duration.ofSeconds(30), CallPlan.Outcomes.NONE);

  @Override
  public String extension() {
    return "1001";
  }

  @Override
  public CallPlan normal() {
    return NORMAL;
  }

  @Override
  public CallPlan.Place phones() {
    return PHONES;
  }

  @Override
  public CallPlan.@Nullable Place place(String uri) {
    return uri.contains("forbidden") ? null : new CallPlan.Place.Address(uri);
  }

  static Script.Call from(String origin) {
    return Script.Call.between(Script.Direction.INCOMING, origin, "sip:1001@example.com");
  }

  static Script.Call to(String destination) {
    return Script.Call.between(Script.Direction.OUTGOING, "sip:1001@example.com", destination);
  }

  static CplScript script(String text) {
    CplScript.Parsed parsed = CplScript.parse(text.getBytes(StandardCharsets.UTF_8));
    assertThat(parsed).as(parsed.toString()).isInstanceOf(CplScript.Read.class);
    return ((CplScript.Read) parsed).script();
  }

  /** What is in incoming. */
  static CplScript incoming(String text) {
    return script(
        "<cpl xmlns='urn:ietf:params:xml:ns:cpl'><incoming>" + text + "</incoming></cpl>");
  }

  static CplScript fixture(String name) {
    return script(text(name));
  }

  static String text(String name) {
    return new String(
        GoldenFiles.all("cpl/rfc3880", ".cpl").get(name + ".cpl"), StandardCharsets.UTF_8);
  }

  static CallPlan plan(CplScript script, Script.Call call) {
    return planned(script, call).plan();
  }

  static Planned planned(CplScript script, Script.Call call) {
    return script.plan(call, NOON, HOME);
  }

  static CallPlan.Ring ring(int seconds, CallPlan.Outcomes then, String... uris) {
    return new CallPlan.Ring(
        List.of(uris).stream()
            .map(
                u -> CallPlan.Alert.of(u.equals("phones") ? PHONES : new CallPlan.Place.Address(u)))
            .toList(),
        Duration.ofSeconds(seconds),
        then);
  }

  static CallPlan.Ring ring(int seconds, String... uris) {
    return ring(seconds, CallPlan.Outcomes.NONE, uris);
  }

  static CallPlan redirect(String... uris) {
    return new CallPlan.Redirect(List.of(uris), false);
  }
}
