package org.belfry.pbx.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.T0;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.Messages;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Rfc("3903")
class Section6_PublisherTest {
  static final String LUNCH =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
          xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="sip:1001@pbx.example">
        <tuple id="a"><status><basic>open</basic></status><note>Back at 2</note></tuple>
        <dm:person id="p"><rpid:activities><rpid:note>x</rpid:note><rpid:lunch/><rpid:juggling/></rpid:activities></dm:person>
      </presence>
      """;

  private final Publisher publisher =
      new Publisher(PresenceProperties.DEFAULT, new EventPackages(PresenceProperties.DEFAULT));
  private int etags;
  private List<Publication> published = List.of();
  private Instant now = T0;

  @Test
  @Rfc("4.1")
  void aFirstPublicationGetsAnEntityTagAndALifetime() {
    var outcome = publish(null, "600", LUNCH);
    assertThat(outcome.response().status()).isEqualTo(200);
    assertThat(outcome.response().header(HeaderName.SIP_ETAG)).isEqualTo("e1");
    assertThat(outcome.response().header(HeaderName.EXPIRES)).isEqualTo("600");
    assertThat(published)
        .containsExactly(
            new Publication(
                "e1", new Pidf(true, List.of("lunch"), List.of("Back at 2")), T0.plusSeconds(600)));
  }

  @Test
  @Rfc("4.1")
  void aRefreshKeepsTheDocumentAndChangesTheTag() {
    publish(null, "600", LUNCH);
    now = now.plusSeconds(500);
    assertThat(publish("e1", "600", null).response().status()).isEqualTo(200);
    assertThat(published)
        .singleElement()
        .satisfies(p -> {
          assertThat(p.etag()).isEqualTo("e2");
          assertThat(p.document().activities()).containsExactly("lunch");
          assertThat(p.expiresAt()).isEqualTo(T0.plusSeconds(1100));
        });
    assertThat(publish("e1", "600", null).response().status()).isEqualTo(412);
  }

  @Test
  @Rfc("4.1")
  void aModifiedDocumentReplacesTheOld() {
    publish(null, "600", LUNCH);
    publish("e1", "600", LUNCH.replace("lunch", "meeting").replace("open", "closed"));
    assertThat(published)
        .singleElement()
        .satisfies(p -> {
          assertThat(p.document().open()).isFalse();
          assertThat(p.document().activities()).containsExactly("meeting");
        });
  }

  @Test
  @Rfc("4.1")
  void aPublicationIsRemovedWithALifetimeOfZero() {
    publish(null, "600", LUNCH);
    assertThat(publish("e1", "0", null).response().status()).isEqualTo(200);
    assertThat(published).isEmpty();
  }

  @Test
  @Rfc("6 step 3")
  void anEntityTagThatWeDoNotKnowOrThatHasExpiredIs412() {
    assertThat(publish("e7", "600", LUNCH).response().status()).isEqualTo(412);
    publish(null, "600", LUNCH);
    now = now.plusSeconds(601);
    assertThat(publish("e1", "600", null).response().status()).isEqualTo(412);
    assertThat(published).isEmpty();
  }

  @Test
  @Rfc("6 step 4")
  void aLifetimeTooBriefIs423() {
    var outcome = publish(null, "5", LUNCH);
    assertThat(outcome.response().status()).isEqualTo(423);
    assertThat(outcome.response().header(HeaderName.MIN_EXPIRES)).isEqualTo("60");
  }

  @Test
  @Rfc("6 step 2")
  void onlyPresenceIsPublished() {
    SipRequest dialog =
        Messages.request(Method.PUBLISH, "sip:1001@pbx.example")
            .add(HeaderName.EVENT, "dialog")
            .done();
    assertThat(publisher.publish(dialog, List.of(), () -> "e", "t", T0).response().status())
        .isEqualTo(489);
  }

  @Test
  void whatIsNoPidfIsRefused() {
    assertThat(publish(null, "600", null).response().status()).isEqualTo(400);
    assertThat(publish(null, "600", "hello").response().status()).isEqualTo(400);
    assertThat(publish(null, "600", "<presence/>").response().status()).isEqualTo(400);
    assertThat(publish(null, "600", LUNCH + " ".repeat(20_000)).response().status()).isEqualTo(413);
    SipRequest text =
        request(null, "600").body("text/plain", "hello".getBytes(StandardCharsets.UTF_8)).done();
    assertThat(publisher.publish(text, List.of(), () -> "e", "t", T0).response().status())
        .isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE presence [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><presence"
            + " xmlns=\"urn:ietf:params:xml:ns:pidf\"><tuple><note>&x;</note></tuple></presence>",
        "<!DOCTYPE presence [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><presence"
            + " xmlns=\"urn:ietf:params:xml:ns:pidf\"><tuple><note>&b;</note></tuple></presence>",
        "<presence"
            + " xmlns=\"urn:ietf:params:xml:ns:pidf\"><tuple><basic><b/></basic></tuple></presence>",
        "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\"><tuple>",
        ""
      })
  void aBombIsRefused(String bomb) {
    assertThat(Pidf.read(bomb.getBytes(StandardCharsets.UTF_8))).isNull();
  }

  @Test
  void aDeepDocumentIsRefused() {
    String deep = "<a>".repeat(100) + "</a>".repeat(100);
    String text = "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\">" + deep + "</presence>";
    assertThat(Pidf.read(text.getBytes(StandardCharsets.UTF_8))).isNull();
  }

  @Test
  void thereIsALimitToWhatOneUserPublishes() {
    for (int i = 0; i < 10; i++) {
      assertThat(publish(null, "600", LUNCH).response().status()).isEqualTo(200);
    }
    assertThat(publish(null, "600", LUNCH).response().status()).isEqualTo(403);
    assertThat(published).hasSize(10);
  }

  private Publisher.Outcome publish(String match, String expires, String body) {
    Edit<SipRequest> request = request(match, expires);
    if (body != null) {
      request.body("application/pidf+xml", body.getBytes(StandardCharsets.UTF_8));
    }
    Publisher.Outcome outcome =
        publisher.publish(request.done(), published, () -> "e" + ++etags, "t", now);
    published = outcome.published();
    return outcome;
  }

  private static Edit<SipRequest> request(String match, String expires) {
    Edit<SipRequest> request =
        Messages.request(Method.PUBLISH, "sip:1001@pbx.example")
            .add(HeaderName.EVENT, "presence")
            .add(HeaderName.EXPIRES, expires);
    return match == null ? request : request.add(HeaderName.SIP_IF_MATCH, match);
  }
}
