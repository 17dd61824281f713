package org.belfry.appliance.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which settings a start uses. */
class SettingsFileTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Map<String, String> NEW = Map.of("belfry.https-port", "9443");
  private static final Map<String, String> NEWER = Map.of("belfry.https-port", "9444");

  @TempDir Path data;
  private SettingsFile file;

  @BeforeEach
  void fresh() {
    file = new SettingsFile(data);
  }

  private Map<String, String> starts() throws IOException {
    file = new SettingsFile(data);
    return file.begin(NOW, false, null);
  }

  /** The database may be of a backup that an attacker has made. */
  @Test
  void aSettingOfADumpIsOneSetting() throws IOException {
    for (String end : new String[] {"\n", "\r"}) {
      Map<String, String> two = Map.of("belfry.sip.realm", "a" + end + "belfry.bind=192.0.2.1");
      assertThatThrownBy(() -> file.want(two)).isInstanceOf(IOException.class);
      assertThat(starts()).isEmpty();
    }
  }

  @Test
  void withoutSettingsThereIsNothingToTry() throws IOException {
    assertThat(starts()).isEmpty();
    assertThat(file.onTrial()).isFalse();
    file.worked();
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void whatIsWantedIsTriedAndStaysWhenItWorks() throws IOException {
    assertThat(file.want(NEW)).isTrue();
    assertThat(file.want(NEW)).isFalse();
    assertThat(starts()).isEqualTo(NEW);
    assertThat(file.onTrial()).isTrue();
    file.worked();
    assertThat(starts()).isEqualTo(NEW);
    assertThat(file.onTrial()).isFalse();
    assertThat(file.good()).isEqualTo(NEW);
  }

  @Test
  void whatDidNotWorkIsNotTriedAgainAndSaysWhy() throws IOException {
    file.want(NEW);
    starts();
    file.worked();
    file.want(NEWER);
    starts();
    file.refuse("the HTTPS port 9444\nis used.", NOW);
    assertThat(starts()).isEqualTo(NEW);
    assertThat(file.refused())
        .isEqualTo(new SettingsFile.Refused(NOW, "the HTTPS port 9444 is used.", NEWER));
    file.tryAgain();
    assertThat(starts()).isEqualTo(NEWER);
  }

  @Test
  void otherSettingsAreANewTrial() throws IOException {
    file.want(NEW);
    starts();
    file.refuse("no.", NOW);
    assertThat(starts()).isEmpty();
    file.want(NEWER);
    assertThat(starts()).isEqualTo(NEWER);
    assertThat(file.refused()).isNull();
  }

  @Test
  void aStartMayBeCutShortOnceButNotTwice() throws IOException {
    file.want(NEW);
    assertThat(starts()).isEqualTo(NEW);
    assertThat(starts()).isEqualTo(NEW);
    assertThat(starts()).isEmpty();
    assertThat(file.refused()).isNotNull();
    assertThat(file.refused().reason()).contains("did not start");
    assertThat(starts()).isEmpty();
  }

  @Test
  void takingEverythingBackIsATrialToo() throws IOException {
    file.want(NEW);
    starts();
    file.worked();
    file.want(Map.of());
    assertThat(starts()).isEmpty();
    assertThat(file.onTrial()).isTrue();
    file.refuse("no.", NOW);
    assertThat(starts()).isEqualTo(NEW);
  }

  @Test
  void onlyOurAccountReadsThem() throws IOException {
    file.want(NEW);
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("settings"))))
        .isEqualTo("rwx------");
  }
}
