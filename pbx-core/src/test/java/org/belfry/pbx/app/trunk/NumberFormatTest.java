package org.belfry.pbx.app.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.app.trunk.NumberFormat.Caller;
import org.belfry.pbx.app.trunk.NumberFormat.Outgoing;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NumberFormatTest {
  private static final CountryPrefixes GERMANY = CountryPrefixes.usual("49");
  private static final CountryPrefixes AMERICA = new CountryPrefixes("1", "1", "011");
  private static final Trunk TRUNK = Trunks.registering("itsp"); // 4930123 at itsp.example
  private static final Caller BOB = new Caller("+4930123456", "Bob \"the\" B", false);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "e164           | sip:+442079460018@itsp.example  | sip:+4930123456@itsp.example |"
            + " P-Asserted-Identity  | sip:+4930123456@itsp.example",
        "e164-plain     | sip:442079460018@itsp.example   | sip:4930123456@itsp.example  |"
            + " P-Asserted-Identity  | sip:4930123456@itsp.example",
        "e164-preferred | sip:+442079460018@itsp.example  | sip:4930123@itsp.example     |"
            + " P-Preferred-Identity | sip:+4930123456@itsp.example",
        "e164-tel       | tel:+442079460018               | sip:+4930123456@itsp.example |"
            + " P-Asserted-Identity  | tel:+4930123456",
        "national       | sip:00442079460018@itsp.example | sip:030123456@itsp.example   |"
            + " P-Asserted-Identity  | sip:030123456@itsp.example",
        "national-from  | sip:00442079460018@itsp.example | sip:030123456@itsp.example   | -       "
            + "             | -",
        "remote-party   | sip:442079460018@itsp.example   | sip:4930123@itsp.example     |"
            + " Remote-Party-ID      | sip:4930123456@itsp.example",
      })
  void aCallIsWrittenAsTheProviderWantsIt(
      String preset, String uri, String from, String header, String identity) {
    Outgoing call = NumberFormat.named(preset).outgoing(TRUNK, GERMANY, "+442079460018", BOB);
    assertThat(call.uri()).isEqualTo(uri);
    assertThat(call.from()).isEqualTo("\"Bob \\\"the\\\" B\" <" + from + ">");
    if (header == null) {
      assertThat(call.fields()).isEmpty();
    } else {
      assertThat(call.fields())
          .singleElement()
          .satisfies(field -> {
            assertThat(field.name()).isEqualTo(HeaderName.of(header));
            assertThat(Grammar.nameAddr(field.value()).uri().text()).isEqualTo(identity);
          });
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  @Rfc(value = "3323 4.1", other = true)
  void aHiddenNumberIsNotInFrom(NumberFormat preset) {
    Caller hidden = new Caller("+4930123456", "Bob", true);
    Outgoing call = preset.outgoing(TRUNK, GERMANY, "+442079460018", hidden);
    assertThat(call.from()).doesNotContain("123456", "Bob").contains("\"Anonymous\"");
    boolean privacy = call.fields().stream().anyMatch(f -> f.name().equals(HeaderName.PRIVACY));
    boolean told = call.fields().stream().anyMatch(f -> f.value().contains("123456"));
    assertThat(privacy).isEqualTo(preset.privacy());
    assertThat(told).as("only where Privacy goes with it").isEqualTo(preset.privacy());
  }

  @ParameterizedTest
  @MethodSource("presets")
  void whatIsWrittenIsReadAgain(NumberFormat preset) {
    Outgoing call = preset.outgoing(TRUNK, GERMANY, "+442079460018", BOB);
    Edit<SipRequest> edit =
        SipRequest.create(Method.INVITE, call.uri()).add(HeaderName.FROM, call.from() + ";tag=1");
    call.fields().forEach(field -> edit.add(field.name(), field.value()));
    SipRequest invite = edit.done();
    assertThat(preset.called(invite.uri().user(), GERMANY)).isEqualTo("+442079460018");
    boolean preferred = HeaderName.P_PREFERRED_IDENTITY.equals(preset.identity());
    assertThat(preset.incoming(invite, GERMANY))
        .isEqualTo(preferred ? new Caller("+4930123", "Bob \"the\" B", false) : BOB);
  }

  @ParameterizedTest
  @CsvSource({
    "112,           national,   sip:112@itsp.example",
    "112,           e164-tel,   sip:112@itsp.example",
    "116117,        e164,       sip:116117@itsp.example",
    "+49301234567,  national,   sip:0301234567@itsp.example",
  })
  void shortNumbersStayAsTheyAreDialled(String number, String preset, String uri) {
    assertThat(NumberFormat.named(preset).outgoing(TRUNK, GERMANY, number, BOB).uri())
        .isEqualTo(uri);
  }

  @Test
  void americaDialsOneAndZeroOneOne() {
    NumberFormat national = NumberFormat.named("national");
    assertThat(national.outgoing(TRUNK, AMERICA, "+12125550123", BOB).uri())
        .startsWith("sip:12125550123@");
    assertThat(national.outgoing(TRUNK, AMERICA, "+4930123", BOB).uri())
        .startsWith("sip:0114930123@");
  }

  @Test
  void whoHasNoNumberCallsWithTheTrunksOwn() {
    Caller nobody = new Caller(null, null, false);
    assertThat(NumberFormat.E164.outgoing(TRUNK, GERMANY, "+442079460018", nobody).from())
        .isEqualTo("<sip:+4930123@itsp.example>");
    Trunk bare = Trunks.trunk("x", true, "a b@c", "p");
    Trunk without =
        new Trunk(
            1,
            "x",
            bare.server(),
            null,
            true,
            "a b@c",
            null,
            "p",
            List.of(),
            "gone",
            null,
            0,
            true,
            false);
    assertThat(NumberFormat.of(without).outgoing(without, GERMANY, "+442079460018", nobody).from())
        .isEqualTo("<sip:a%20b%40c@itsp.example>");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "+49301234567,   e164,       49, +49301234567",
        "49301234567,    e164,       49, +49301234567",
        "0301234567,     e164,       49, +49301234567",
        "0049301234567,  e164,       49, +49301234567",
        "49301234567,    e164-plain, 49, +49301234567",
        "0301234567,     national,   49, +49301234567",
        "00442079460018, national,   49, +442079460018",
        "301234567,      national,   49, +49301234567",
        "123,            e164,       49, 123",
        "ring-me,        national,   49, ring-me",
      })
  void whatTheProviderWritesIsReadWithItsPrefixes(
      String written, String preset, String code, String number) {
    assertThat(NumberFormat.named(preset).called(written, CountryPrefixes.usual(code)))
        .isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "Alice <sip:+4940999999@i.example>;tag=1 | -                   | -                         "
            + "           | +4940999999 | Alice | false",
        "<sip:anonymous@anonymous.invalid>;tag=1 | -                   | -                         "
            + "           | -           | -     | true",
        "\"Anonymous\" <sip:anonymous@i.example>;tag=1 | P-Asserted-Identity |"
            + " <sip:+4940999999@i.example>    | +4940999999 | -     | true",
        "Alice <sip:+4940999999@i.example>;tag=1 | Privacy             | id                        "
            + "           | +4940999999 | -     | true",
        "<sip:acc@i.example>;tag=1               | Remote-Party-ID     | Al"
            + " <sip:040999999@i.example>;privacy=full | +4940999999 | - | true",
        "<sip:acc@i.example>;tag=1               | Remote-Party-ID     | Al"
            + " <sip:040999999@i.example>;privacy=off  | +4940999999 | Al | false",
        "<sip:i.example>;tag=1                   | -                   | -                         "
            + "           | -           | -     | true",
        "<sip:unavailable@i.example>;tag=1       | -                   | -                         "
            + "           | -           | -     | true",
        "<tel:+4940999999>;tag=1                 | -                   | -                         "
            + "           | +4940999999 | -     | false",
      })
  void whoCallsInIsReadFromWhatTheProviderAsserts(
      String from, String header, String value, String number, String name, boolean hidden) {
    Edit<SipRequest> invite =
        SipRequest.create(Method.INVITE, "sip:x@pbx.example").add(HeaderName.FROM, from);
    if (header != null) {
      invite.add(HeaderName.of(header), value);
    }
    assertThat(NumberFormat.E164.incoming(invite.done(), GERMANY))
        .isEqualTo(new Caller(number, name, hidden));
  }

  @Test
  void everyPresetHasANameOfItsOwnAndSaysWhatItDoes() {
    assertThat(presets()).extracting(NumberFormat::name).doesNotHaveDuplicates();
    assertThat(presets()).allMatch(p -> p.name().matches("[a-z0-9-]{1,32}"));
    assertThat(presets()).allMatch(p -> NumberFormat.named(p.name()) == p);
    assertThat(NumberFormat.named("gone")).isNull();
  }

  static List<NumberFormat> presets() {
    return NumberFormat.presets();
  }
}
