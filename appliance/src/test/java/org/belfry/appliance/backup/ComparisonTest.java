package org.belfry.appliance.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.belfry.appliance.backup.Manifest.FilePrint;
import org.belfry.appliance.backup.Manifest.TablePrint;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  @Test
  void whatIsAsItWasIsNotMentioned() {
    assertThat(
            Comparison.tables(
                Map.of("a", new TablePrint(3, 7, true)),
                Map.of("a", new TablePrint(3, 7, true), "b", new TablePrint(1, 1, true)),
                true))
        .isEmpty();
    assertThat(
            Comparison.files(
                Map.of("f", new FilePrint(2, "ab", 5)), Map.of("f", new FilePrint(2, "ab", 9))))
        .isEmpty();
  }

  @Test
  void aRowLessAnotherContentAndAMissingTableAreTold() {
    assertThat(
            Comparison.tables(
                Map.of("a", new TablePrint(3, 7, true)),
                Map.of("a", new TablePrint(2, 7, true)),
                true))
        .containsExactly("the table a has 2 rows instead of 3");
    assertThat(
            Comparison.tables(
                Map.of("a", new TablePrint(3, 7, true)),
                Map.of("a", new TablePrint(3, 8, true)),
                true))
        .containsExactly("the table a has other contents");
    assertThat(Comparison.tables(Map.of("a", new TablePrint(0, 0, false)), Map.of(), true))
        .containsExactly("the table a is missing");
  }

  @Test
  void anotherServerReckonsOtherChecksumsSoRowsAreCounted() {
    assertThat(
            Comparison.tables(
                Map.of("a", new TablePrint(3, 7, true)),
                Map.of("a", new TablePrint(3, 8, true)),
                false))
        .isEmpty();
  }

  @Test
  void aTableThatNeverRestsIsOnlyLookedFor() {
    assertThat(
            Comparison.tables(
                Map.of("a", new TablePrint(3, 7, false)),
                Map.of("a", new TablePrint(4, 8, true)),
                true))
        .isEmpty();
  }

  @Test
  void ofManyDifferencesTheFirstAreNamed() {
    List<String> many =
        IntStream.range(0, 8).mapToObj(i -> "the file " + i + " is missing").toList();
    assertThat(Comparison.sentence(many)).endsWith("the file 4 is missing and 3 more");
  }
}
