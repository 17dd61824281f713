package org.belfry.webui.music;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.upload.Upload;
import java.util.List;
import org.belfry.pbx.admin.MusicAdmin.PieceView;
import org.belfry.pbx.admin.QueueAdmin.QueueView;
import org.belfry.pbx.admin.QueueAdmin.Strategy;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.SoundPlayer;
import org.belfry.webui.fake.Applications;
import org.belfry.webui.queues.QueuesView;
import org.junit.jupiter.api.Test;

class MusicPageTest extends PageTest {

  @Test
  void aPieceForEverybodyWhoWaitsIsAddedHeardAndTakenAway() {
    navigate(MusicView.class);
    assertThat(shown()).contains("No music uploaded: callers hear the built-in melody.");

    upload(0, "Café del Mar.ogg", 184);
    assertThat(applications.music().pieces("")).containsExactly(new PieceView("cafe-del-mar", 184));
    assertThat(shown()).contains("cafe-del-mar 3:04");
    assertThat(find(SoundPlayer.class).single().getElement().getAttribute("src")).isNotBlank();

    pressOn("Delete: cafe-del-mar");
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(applications.music().pieces("")).isEmpty();
  }

  @Test
  void aPlaylistIsMadeWithItsFirstPieceAndChosenInAQueue() {
    pbx.create(List.of(new CreateUser("1001", "Alice Berger", null, null, null)));
    applications.queues().create(Applications.queue("sales", "700", Strategy.RING_ALL, "1001"));
    navigate(MusicView.class);

    press("New playlist");
    type("Name", "tangos");
    press("Create playlist");
    assertThat(applications.music().playlists()).isEmpty();
    upload(1, "La Cumparsita.wav", 200);
    press("Create playlist");
    assertThat(shown()).contains("tangos", "la-cumparsita 3:20", "Not used by any queue");

    navigate(QueuesView.class);
    pressInRow(0, "Edit: sales");
    choose("Music on hold", "tangos");
    press("Save");
    QueueView queue = applications.queues().queues().getFirst();
    assertThat(queue.music()).isEqualTo("tangos");
    navigate(MusicView.class);
    assertThat(shown()).contains("Used by: sales");
  }

  @Test
  void whatIsNoMusicIsToldWhereItWasDropped() {
    navigate(MusicView.class);

    upload(0, "silence.wav", 0);
    assertThat(shown()).contains("Must be at least one second long.");
    upload(0, "opera.wav", 10_000);
    assertThat(shown()).contains("All pieces together may sound for 15 minutes.");
  }

  private void upload(int nth, String file, int seconds) {
    test(find(Upload.class).all().get(nth)).upload(file, "audio/wav", new byte[seconds]);
  }
}
