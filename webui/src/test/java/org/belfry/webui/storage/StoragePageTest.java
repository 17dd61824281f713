package org.belfry.webui.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.html.Anchor;
import java.util.Locale;
import org.belfry.webui.PageTest;
import org.belfry.webui.log.LogView;
import org.junit.jupiter.api.Test;

class StoragePageTest extends PageTest {

  @Test
  void whatTakesTheDiskIsShownWithALinkToItsRetention() {
    navigate(StorageView.class);
    assertThat(shown()).contains("40 GB", "OK", "Recordings 31 GB 77% 4,120 files", "35 MB");
    assertThat(find(Anchor.class).withText("Change retention").all())
        .extracting(Anchor::getHref)
        .containsExactly(
            "settings/belfry.recording.keep",
            "settings/belfry.history.keep",
            "settings/belfry.voicemail.keep");
    assertThat(find(Anchor.class).withText("Open").all())
        .extracting(Anchor::getHref)
        .containsExactly("backups", "log");
  }

  @Test
  void aFullDiskSaysSo() {
    upkeep.storage().hasFree(9);
    navigate(StorageView.class);
    assertThat(shown()).contains("Nearly full");
    upkeep.storage().hasFree(1);
    upkeep.storage().hasTooManyFiles();
    navigate(LogView.class);
    navigate(StorageView.class);
    assertThat(shown()).contains("Full", "Not all files were counted.");
  }

  @Test
  void theUsersWithTheMostAreShown() {
    navigate(StorageView.class);
    assertThat(shown()).contains("No messages or recordings");
    upkeep.storage().isUsed();
    navigate(LogView.class);
    navigate(StorageView.class);
    assertThat(shown())
        .contains("Alice Berger · 1001 444 MB 12 messages, 34 MB 40 recordings, 410 MB")
        .contains("1 message, 900 kB no recordings");
    assertThat(find(Anchor.class).withText("Open mailbox").all().getFirst().getHref())
        .isEqualTo("mailbox/1001");
  }

  @Test
  void sizesAreWrittenAsThePageIs() {
    assertThat(Sizes.text(512, Locale.ENGLISH)).isEqualTo("512 B");
    assertThat(Sizes.text(3_400_000, Locale.GERMAN)).isEqualTo("3,4 MB");
    assertThat(Sizes.text(123_400_000_000L, Locale.ENGLISH)).isEqualTo("123 GB");
  }
}
