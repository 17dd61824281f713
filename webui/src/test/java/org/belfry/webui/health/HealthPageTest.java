package org.belfry.webui.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import java.util.Locale;
import org.belfry.pbx.admin.HealthMonitor.Level;
import org.belfry.webui.PageTest;
import org.junit.jupiter.api.Test;

class HealthPageTest extends PageTest {

  @Test
  void whatIsWrongStandsFirstWithWhatToDo() {
    upkeep.health().finds(Level.BAD, "trunks", "trunk_refused", "Telco");
    navigate(HealthView.class);

    assertThat(shown())
        .contains(
            "The provider rejects the trunk Telco.", "Check its user name and password.", "Problem")
        .containsSubsequence("The provider rejects the trunk Telco.", "The clock is synchronised.");
  }

  @Test
  void theSameInGerman() {
    upkeep.health().finds(Level.WARNING, "backup", "backup_none");
    UI.getCurrent().setLocale(Locale.GERMAN);
    navigate(HealthView.class);

    assertThat(shown()).contains("Es sind keine Sicherungen eingerichtet.", "Prüfen");
  }

  @Test
  void addressesForAlarmsAreCheckedAndKept() {
    navigate(HealthView.class);
    typeLines("To", "nobody");
    press("Save");
    assertThat(problemAt("To")).isEqualTo("Nobody is not a valid e-mail address.");

    typeLines("To", "it@example.com");
    press("Save");
    assertThat(upkeep.health().alarmMail()).containsExactly("it@example.com");
  }
}
