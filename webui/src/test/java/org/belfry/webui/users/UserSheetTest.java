package org.belfry.webui.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.belfry.webui.users.UserSheet.Row;
import org.junit.jupiter.api.Test;

class UserSheetTest {

  @Test
  void noNameBecomesAFormula() {
    assertThat(UserSheet.cell("=HYPERLINK(x)")).isEqualTo("'=HYPERLINK(x)");
    assertThat(UserSheet.cell(" \uFF1D1")).isEqualTo("' \uFF1D1");
    assertThat(UserSheet.cell("Alice Berger-Meier")).isEqualTo("Alice Berger-Meier");
  }

  @Test
  void cellsOfASheetComeWithTabs() {
    assertThat(UserSheet.read("Alice Berger\t1001\talice@example.com\nBob\t1002\t", 0, Set.of()))
        .containsExactly(
            new Row(1, "1001", "Alice Berger", "alice@example.com"), new Row(2, "1002", "Bob", ""));
  }

  @Test
  void columnsAreKnownByWhatStandsInThemAndTheHeadingIsLeftOut() {
    assertThat(
            UserSheet.read(
                "Mail;First name;Last name;Extension\nalice@example.com;Alice;Berger;1001",
                0,
                Set.of()))
        .containsExactly(new Row(2, "1001", "Alice Berger", "alice@example.com"));
  }

  @Test
  void whoHasNoExtensionGetsTheNextFreeOne() {
    assertThat(UserSheet.read("Alice\nBob\t1002\nCarol\n", 1001, Set.of("1001")))
        .extracting(Row::extension)
        .containsExactly("1003", "1002", "1004");
  }

  @Test
  void quotedCellsMayHaveTheSeparatorInThem() {
    assertThat(UserSheet.read("\"Berger, Alice\",1001,alice@example.com", 0, Set.of()))
        .containsExactly(new Row(1, "1001", "Berger, Alice", "alice@example.com"));
  }

  @Test
  void emptyLinesAreNobody() {
    assertThat(UserSheet.read("\n  \n", 1001, Set.of())).isEmpty();
  }

  @Test
  void aFileOfExcelIsReadInEachOfItsEncodings() {
    String text = "Jürgen Groß;1001";
    assertThat(UserSheet.text(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    assertThat(UserSheet.text(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
    assertThat(UserSheet.text(text.getBytes(StandardCharsets.UTF_16))).isEqualTo(text);
    assertThat(UserSheet.text(text.getBytes(Charset.forName("windows-1252")))).isEqualTo(text);
    assertThat(UserSheet.text(new byte[0])).isEmpty();
  }
}
