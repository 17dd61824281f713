package org.belfry.webui.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.belfry.webui.wizard.Sheet.Row;
import org.junit.jupiter.api.Test;

class SheetTest {

  @Test
  void cellsOfASheetComeWithTabs() {
    assertThat(Sheet.read("Alice Berger\t1001\talice@example.com\nBob\t1002\t", 0, Set.of()))
        .containsExactly(
            new Row("1001", "Alice Berger", "alice@example.com"), new Row("1002", "Bob", ""));
  }

  @Test
  void columnsAreKnownByWhatStandsInThemAndTheHeadingIsLeftOut() {
    assertThat(
            Sheet.read(
                "Mail;First name;Last name;Extension\nalice@example.com;Alice;Berger;1001",
                0,
                Set.of()))
        .containsExactly(new Row("1001", "Alice Berger", "alice@example.com"));
  }

  @Test
  void whoHasNoExtensionGetsTheNextFreeOne() {
    assertThat(Sheet.read("Alice\nBob\t1002\nCarol\n", 1001, Set.of("1001")))
        .extracting(Row::extension)
        .containsExactly("1003", "1002", "1004");
  }

  @Test
  void quotedCellsMayHaveTheSeparatorInThem() {
    assertThat(Sheet.read("\"Berger, Alice\",1001,alice@example.com", 0, Set.of()))
        .containsExactly(new Row("1001", "Berger, Alice", "alice@example.com"));
  }

  @Test
  void emptyLinesAreNobody() {
    assertThat(Sheet.read("\n  \n", 1001, Set.of())).isEmpty();
  }
}
