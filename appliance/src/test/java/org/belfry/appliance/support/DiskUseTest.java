package org.belfry.appliance.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.belfry.pbx.admin.StorageMonitor.Part;
import org.belfry.pbx.admin.StorageMonitor.PartView;
import org.belfry.pbx.admin.StorageMonitor.PersonView;
import org.belfry.pbx.admin.StorageMonitor.StorageView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUseTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-25T12:00:00Z"));

  @TempDir Path data;

  @Test
  void filesAreCountedByWhatTheyAreFor() throws IOException {
    file("voicemail/7/messages/a.wav", 3000);
    file("recordings/kept/2026/b.opus", 5000);
    file("backup/repository/data/00", 100);
    file("before-restore/x", 200);
    file("secret.key", 32);
    StorageView view = use(1000).storage();
    assertThat(view.parts())
        .containsExactly(
            new PartView(Part.RECORDINGS, 5000, 1, "belfry.recording.keep"),
            new PartView(Part.VOICEMAIL, 3000, 1, "belfry.voicemail.keep"),
            new PartView(Part.BACKUPS, 300, 2, null),
            new PartView(Part.OTHER, 32, 1, null));
    assertThat(view.complete()).isTrue();
    assertThat(view.free()).isPositive().isLessThanOrEqualTo(view.total());
    assertThat(view.people()).hasSize(1);
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    file("log/belfry.log", 10);
    Files.createSymbolicLink(data.resolve("log/other"), Path.of("/usr"));
    assertThat(use(1000).storage().parts()).containsExactly(new PartView(Part.LOGS, 10, 2, null));
  }

  @Test
  void itIsMeasuredEveryFiveMinutesAtMost() throws IOException {
    DiskUse use = use(1000);
    file("music/a", 10);
    assertThat(use.storage().parts().getFirst().bytes()).isEqualTo(10);
    file("music/b", 10);
    now.updateAndGet(at -> at.plus(Duration.ofMinutes(4)));
    assertThat(use.storage().parts().getFirst().bytes()).isEqualTo(10);
    now.updateAndGet(at -> at.plus(Duration.ofMinutes(1)));
    assertThat(use.storage().parts().getFirst().bytes()).isEqualTo(20);
  }

  @Test
  void moreFilesThanTheLimitAreNotCounted() throws IOException {
    for (int i = 0; i < 12; i++) {
      file("music/" + i, 1);
    }
    StorageView view = use(10).storage();
    assertThat(view.complete()).isFalse();
    assertThat(view.parts()).containsExactly(new PartView(Part.MUSIC, 10, 10, null));
  }

  private DiskUse use(long most) {
    return new DiskUse(
        data, () -> List.of(new PersonView("1001", "Alice", 1, 3000, 1, 5000)), now::get, most);
  }

  private void file(String name, int bytes) throws IOException {
    Path file = data.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
  }
}
