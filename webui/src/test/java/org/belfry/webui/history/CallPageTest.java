package org.belfry.webui.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.router.RouterLink;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.CallHistory.Filter;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Attempt;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.belfry.pbx.cdr.CallRecord.Reason;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.webui.PageTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.test.context.support.WithMockUser;

class CallPageTest extends PageTest {
  private static final Instant NOON = Instant.parse("2026-11-16T12:00:00Z");

  @Test
  void oneCallIsOnOnePageWithVerdictTimesPlanLegsAndMessages() {
    upkeep.doctor().findsOneWayAudio();
    long id = ended(call());

    assertThat(shownAt(id))
        .contains(
            "Call from 1001 to 1009",
            "Called: One side was not heard.",
            "Check firewall, NAT and microphone on that side.",
            "The caller hung up.",
            "1009 is the extension of Igor.",
            "sip:1009@10.0.0.9",
            "opus, encrypted (DTLS)",
            "Messages");
  }

  @Test
  void theReasonsAreThoseOfThenInTheReadersLanguage() {
    long id =
        ended(
            call()
                .with(
                    List.of(
                        new Reason("DIALLED_USER", List.of("1009", "Igor"), "English."),
                        new Reason("OF_A_LATER_VERSION", List.of(), "Something new decided."))));
    UI.getCurrent().setLocale(Locale.GERMAN);
    shownAt(id);

    assertThat(find(ListItem.class).all())
        .extracting(ListItem::getText)
        .containsExactly("1009 ist die Nebenstelle von Igor.", "Something new decided.");
  }

  /** A caller chooses a name; a version to come may write what this one does not know. */
  @ParameterizedTest
  @ValueSource(
      strings = {"2026-99-99T99:99", "2026-01-01T10:00:00..", "refuse:later", "PREMIUM ZZZZ"})
  void aWordThatOnlyLooksLikeOneOfOursIsShownAsItIs(String word) {
    long id =
        ended(call().with(List.of(new Reason("DIALLED_USER", List.of("1009", word), "English."))));
    shownAt(id);
    assertThat(find(ListItem.class).all())
        .extracting(ListItem::getText)
        .singleElement()
        .asString()
        .startsWith("1009 is the extension of");
  }

  @Test
  void aCallOfBeforeReasonsWereSavedSaysSo() {
    assertThat(shownAt(ended(call().with(List.of()))))
        .contains("The reasons for the routing of this call were not saved.");
  }

  @Test
  @WithMockUser(username = "carol", roles = "SUPERVISOR")
  void aSupervisorSeesThePageWithoutMessages() {
    assertThat(shownAt(ended(call())))
        .contains("The call went well.", "1009 is the extension of Igor.")
        .doesNotContain("Messages");
  }

  @Test
  @WithMockUser(username = "1001", roles = "USER")
  void aUserDoesNotReachIt() {
    long id = ended(call());
    assertThatThrownBy(() -> shownAt(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theDialogOfTheHistoryLinksToIt() {
    long id = ended(call());
    navigate(HistoryView.class);
    test(find(Grid.class).single()).clickRow(0);

    assertThat(find(Dialog.class).single()).isNotNull();
    assertThat(find(RouterLink.class).withText("Open as a page").single().getHref())
        .isEqualTo("calls/" + id);
  }

  private long ended(CallRecord call) {
    pbx.callEnded(call);
    return pbx.find(Filter.ALL, 0, 1).calls().getFirst().id();
  }

  private String shownAt(long id) {
    navigate(CallPage.class, Long.toString(id));
    return textOf((Component) getCurrentView());
  }

  private static CallRecord call() {
    return new CallRecord(
            "id-of-a-call",
            "1001",
            "Alice",
            "1009",
            "Igor",
            null,
            null,
            NOON,
            NOON,
            NOON.plusSeconds(5),
            NOON.plusSeconds(65),
            200,
            Cause.CALLER_HUNG_UP,
            List.of(new Attempt("sip:1009@10.0.0.9", NOON, 200)),
            List.of(
                new LegQuality(
                    "caller", "audio", "opus", "DTLS", 2850, 2900, 150, 12.4, 38.2, 3.2, null)),
            null)
        .with(
            List.of(
                new Reason(
                    "DIALLED_USER", List.of("1009", "Igor"), "1009 is the extension of Igor.")));
  }
}
