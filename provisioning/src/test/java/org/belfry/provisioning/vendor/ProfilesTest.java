package org.belfry.provisioning.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.belfry.provisioning.catalogue.Brand;
import org.belfry.provisioning.catalogue.Catalogue;
import org.belfry.provisioning.catalogue.Model;
import org.belfry.provisioning.profile.Key;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;
import org.belfry.provisioning.profile.SipAccount;
import org.belfry.provisioning.profile.SipTransport;
import org.belfry.provisioning.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ProfilesTest {

  /** A template that lacks a setting, or sets a word twice, fails here and never at a phone. */
  @Test
  void everyModelInEveryFirmwareHasItsFiles() {
    for (Model model : Catalogue.models()) {
      for (String firmware : new String[] {null, "0.1", "5.5.5", "99.99.99.99"}) {
        for (PhoneProfile phone :
            List.of(SamplePhones.plain(model, firmware), SamplePhones.full(model, firmware))) {
          List<ProfileFile> files = Profiles.files(phone);
          assertThat(files).as(model.name()).isNotEmpty();
          assertThat(files.getFirst().secret()).isTrue();
          assertThat(files.getFirst().text()).doesNotContain("null");
          assertThat(Profiles.problems(phone)).as(model.name()).isEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverANameHoldsTheFileStaysWhole(Brand brand) throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    String signs = "abcäß <>&\"'[]{}=;|#%\\/:@$`~^*()!?,.€漢😀";
    Model model =
        Catalogue.models().stream().filter(m -> m.brand() == brand).findFirst().orElseThrow();
    int lines =
        Profiles.files(SamplePhones.plain(model, null)).getFirst().text().split("\n").length;
    for (int round = 0; round < 200; round++) {
      StringBuilder name = new StringBuilder("x");
      for (int i = random.nextInt(30); i > 0; i--) {
        int[] points = signs.codePoints().toArray();
        name.appendCodePoint(points[random.nextInt(points.length)]);
      }
      PhoneProfile phone = named(model, name.toString());
      ProfileFile file = Profiles.files(phone).getFirst();
      if (file.contentType().startsWith("application/xml")) {
        assertThat(parsed(file.text()).getDocumentElement()).isNotNull();
      } else {
        assertThat(file.text().split("\n")).hasSize(lines);
      }
    }
  }

  private static PhoneProfile named(Model model, String name) {
    PhoneProfile plain = SamplePhones.plain(model, null);
    SipAccount line =
        new SipAccount(
            "1001", "p<&\">w", "pbx.example", "pbx.example", 5060, SipTransport.UDP, name);
    return new PhoneProfile(
        plain.mac(),
        model,
        null,
        List.of(line),
        "belfry",
        plain.keys(),
        plain.settings(),
        plain.url(),
        null,
        Map.of());
  }

  private static Document parsed(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  @Test
  void anExpertsWordReplacesOursAddsOneOrTakesOneOut() {
    Model model = SamplePhones.model(Brand.YEALINK, "T54W");
    Map<String, String> overrides =
        Map.of("sip.trust_ctrl", "0", "features.dnd.allow", "0", "lang.wui", "");
    PhoneProfile phone = with(SamplePhones.plain(model, null), overrides);
    assertThat(Profiles.files(phone).getFirst().text())
        .contains("sip.trust_ctrl = 0\n", "features.dnd.allow = 0\n")
        .doesNotContain("lang.wui", "sip.trust_ctrl = 1");
  }

  @Test
  void whatCannotBeIsToldAtItsField() {
    Model small = SamplePhones.model(Brand.YEALINK, "T31P");
    PhoneProfile plain = SamplePhones.plain(small, null);
    PhoneProfile wrong =
        new PhoneProfile(
            plain.mac(),
            small,
            null,
            List.of(plain.main(), plain.main(), plain.main()),
            "belfry",
            List.of(Key.lamp("10 02", "x"), new Key(Key.Kind.LINE, 9, "", "")),
            SamplePhones.settings(
                Map.of(Setting.SRTP, "required", Setting.VLAN, "5000", Setting.CODECS, "mp3")),
            plain.url(),
            null,
            new HashMap<>(Map.of("a b", "x", "good", "two\nlines")));
    assertThat(Profiles.problems(wrong).keySet())
        .containsExactlyInAnyOrder(
            "settings.srtp",
            "settings.vlan",
            "settings.codecs",
            "lines",
            "keys[1]",
            "keys[2]",
            "overrides[a b]",
            "overrides[good]");
    assertThat(Profiles.problems(wrong).get("settings.srtp")).contains("in the clear");
  }

  @ParameterizedTest
  @EnumSource
  void everyWordThatIsTakenCanBeWritten(Brand brand) {
    Model model =
        Catalogue.models().stream().filter(m -> m.brand() == brand).findFirst().orElseThrow();
    PhoneProfile plain = SamplePhones.plain(model, null);
    String signs = "ab1_.-[]";
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 2000; round++) {
      StringBuilder word = new StringBuilder();
      for (int i = random.nextInt(1, 9); i > 0; i--) {
        word.append(signs.charAt(random.nextInt(signs.length())));
      }
      PhoneProfile phone = with(plain, Map.of(word.toString(), "1"));
      if (Profiles.problems(phone).isEmpty()) {
        assertThat(Profiles.files(phone)).as(word.toString()).isNotEmpty();
      }
    }
  }

  @Test
  void theLabelOfAKeyOfACiscoNamesNoNumber() {
    PhoneProfile plain = SamplePhones.plain(SamplePhones.model(Brand.CISCO, "8841"), null);
    PhoneProfile phone =
        new PhoneProfile(
            plain.mac(),
            plain.model(),
            plain.firmware(),
            plain.lines(),
            plain.realm(),
            List.of(Key.lamp("1002", "Bob;ext=0900123@$PROXY")),
            plain.settings(),
            plain.url(),
            plain.ldap(),
            Map.of());
    assertThat(Profiles.words(phone).get("Extended_Function_1_"))
        .isEqualTo("fnc=sd+blf+cp;sub=1002@$PROXY;nme=Bob ext=0900123@$PROXY");
  }

  @Test
  void keysOfPlasticComeBehindThoseBesideTheScreen() {
    List<Key> lamps =
        IntStream.rangeClosed(1, 14).mapToObj(n -> Key.lamp("10" + (10 + n), "x")).toList();
    assertThat(words("GXP2130", lamps))
        .containsEntry("pks.vpk.12.value", "1022")
        .containsEntry("pks.vpk.12.account", "0")
        .containsEntry("pks.mpk.1.value", "1023")
        .containsEntry("pks.mpk.1.account", "Account1")
        .doesNotContainKey("pks.vpk.13.value");
    // Three keys of its lines, which dial, then eight with a lamp; the last has a place of its own.
    assertThat(words("GXP1630", lamps.subList(0, 11)))
        .containsEntry("P1363", "10")
        .containsEntry("P323", "1")
        .containsEntry("P303", "1014")
        .containsEntry("P329", "1")
        .containsEntry("P353", "1")
        .containsEntry("P356", "1021");
  }

  private static Map<String, String> words(String grandstream, List<Key> keys) {
    PhoneProfile p =
        SamplePhones.plain(SamplePhones.model(Brand.GRANDSTREAM, grandstream), "1.0.11.79");
    return Profiles.words(
        new PhoneProfile(
            p.mac(),
            p.model(),
            p.firmware(),
            p.lines(),
            p.realm(),
            keys,
            p.settings(),
            p.url(),
            p.ldap(),
            Map.of()));
  }

  @Test
  void aCountrysTonesAreWrittenAsThePhoneReadsThem() {
    assertThat(words("GRP2614", List.of()))
        .containsEntry("audio.tone.ringBack", "f1=400,f2=450,c=40/20-40/200;")
        .containsEntry("audio.tone.dial", "f1=350,f2=440;");
    PhoneProfile cisco = SamplePhones.plain(SamplePhones.model(Brand.CISCO, "8841"), null);
    assertThat(Profiles.words(cisco))
        .containsEntry("Ring_Back_Tone", "400@-19,450@-19;*(.4/.2/1+2,.4/2/1+2)")
        .containsEntry("Dial_Tone", "350@-19,440@-19;10(*/0/1+2)")
        .containsEntry("Busy_Tone", "400@-19;10(.375/.375/1)");
  }

  @Test
  void aFileIsFoundWhateverTheCaseOfItsName() {
    PhoneProfile phone = SamplePhones.plain(SamplePhones.model(Brand.YEALINK, "T54W"), null);
    assertThat(Profiles.file(phone, "805EC0123456.CFG")).isPresent();
    assertThat(Profiles.file(phone, "y000000000096.cfg")).isPresent();
    assertThat(Profiles.file(phone, "../etc/passwd")).isEmpty();
    assertThat(Profiles.file(phone, "805ec0123457.cfg")).isEmpty();
  }

  @Test
  void theAddressIsWhereThePhoneBegins() {
    assertThat(Profiles.address(SamplePhones.plain(SamplePhones.model(Brand.SNOM, "D785"), null)))
        .isEqualTo(SamplePhones.URL + "snom.xml");
    assertThat(
            Profiles.address(SamplePhones.plain(SamplePhones.model(Brand.YEALINK, "T54W"), null)))
        .isEqualTo(SamplePhones.URL);
  }

  @Test
  void aTagStandsForTheBytes() {
    Model model = SamplePhones.model(Brand.YEALINK, "T54W");
    String tag = Profiles.files(SamplePhones.plain(model, null)).getFirst().tag();
    assertThat(Profiles.files(SamplePhones.plain(model, null)).getFirst().tag()).isEqualTo(tag);
    assertThat(Profiles.files(SamplePhones.full(model, null)).getFirst().tag()).isNotEqualTo(tag);
  }

  @Test
  void aPhoneWithoutAUserGetsNothing() {
    PhoneProfile plain = SamplePhones.plain(SamplePhones.model(Brand.YEALINK, "T54W"), null);
    assertThatThrownBy(() ->
            new PhoneProfile(
                plain.mac(),
                plain.model(),
                null,
                List.of(),
                "belfry",
                List.of(),
                plain.settings(),
                plain.url(),
                null,
                Map.of()))
        .hasMessage("A phone without a user gets no files.");
  }

  /** A thousand phones booting at once ask for a file each: below 2 ms for one. */
  @Test
  void aProfileIsMadeWithinTwoMilliseconds() {
    PhoneProfile phone = SamplePhones.full(SamplePhones.model(Brand.FANVIL, "X210"), null);
    long bytes = 0;
    for (int i = 0; i < 300; i++) {
      bytes += Profiles.files(phone).getFirst().text().length();
    }
    long began = System.nanoTime();
    for (int i = 0; i < 500; i++) {
      bytes += Profiles.files(phone).getFirst().text().length();
    }
    double each = (System.nanoTime() - began) / 500 / 1e6;
    assertThat(bytes).isPositive();
    assertThat(each).as("milliseconds for one").isLessThan(2);
  }

  private static PhoneProfile with(PhoneProfile p, Map<String, String> overrides) {
    return new PhoneProfile(
        p.mac(),
        p.model(),
        p.firmware(),
        p.lines(),
        p.realm(),
        p.keys(),
        p.settings(),
        p.url(),
        p.ldap(),
        overrides);
  }
}
