package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.media.play.Tone;
import org.belfry.media.record.Wav;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.DestinationList.DestinationView;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.PromptSounds;
import org.belfry.pbx.app.PromptSounds.Piece;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Announcements over HTTP. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class AnnouncementApiTest {
  private static final String ALL = "/api/v1/announcements";

  @Test
  void anUploadedAnnouncementIsListedPlayedInEveryLanguageAndDeleted(LocalAppliance appliance)
      throws IOException {
    ApiClient api = appliance.api();
    upload(api, "annual-leave", "de", 440, 8000);
    Answer one = api.get(ALL + "/annual-leave");
    assertThat(one.body().at("/recordings/0/language").asString()).isEqualTo("de");
    assertThat(one.body().at("/recordings/0/made").asString()).isEqualTo("UPLOADED");
    assertThat(one.body().at("/recordings/0/seconds").asDouble()).isBetween(0.99, 1.01);
    assertThat(one.body().path("uses")).isEmpty();
    assertThat(api.get(ALL + "/annual-leave/de").raw().body()).startsWith("RIFF");
    assertThat(api.get(ALL + "/annual-leave/en").status()).isEqualTo(404);
    assertThat(loudest(appliance, "de")).isEqualTo(440);
    assertThat(loudest(appliance, "en")).isEqualTo(440);

    upload(api, "annual-leave", "en", 700, 8000);
    assertThat(loudest(appliance, "en")).isEqualTo(700);
    assertThat(loudest(appliance, "de")).isEqualTo(440);
    assertThat(api.delete(ALL + "/annual-leave/en").status()).isEqualTo(204);
    assertThat(loudest(appliance, "en")).isEqualTo(440);

    assertThat(api.delete(ALL + "/annual-leave").status()).isEqualTo(204);
    assertThat(api.delete(ALL + "/annual-leave").status()).isEqualTo(404);
  }

  @Test
  void aTextIsSpokenOnceAndRenamed(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    Answer spoken =
        api.post(ALL + "/lunch/en/speech", "{\"text\":\"We are back at two o'clock.\"}");
    assertThat(spoken.status()).isEqualTo(200);
    assertThat(spoken.body().at("/recordings/0/made").asString()).isEqualTo("SPOKEN");
    assertThat(spoken.body().at("/recordings/0/text").asString())
        .isEqualTo("We are back at two o'clock.");
    assertThat(spoken.body().at("/recordings/0/seconds").asDouble()).isGreaterThan(1);
    Answer renamed = api.patch(ALL + "/lunch", "{\"name\":\"lunch-break\"}");
    assertThat(renamed.body().at("/recordings/0/text").asString())
        .isEqualTo("We are back at two o'clock.");
    assertThat(api.get(ALL + "/lunch").status()).isEqualTo(404);
    assertThat(api.delete(ALL + "/lunch-break").status()).isEqualTo(204);
  }

  @Test
  void whatIsUsedIsNeitherDeletedNorRenamed(LocalAppliance appliance) throws IOException {
    ApiClient api = appliance.api();
    upload(api, "storm", "de", 440, 8000);
    Answer attendant =
        api.post(
            "/api/v1/attendants",
            """
            {"name":"weather","start":"top","nodes":{
              "top":{"say":{"lines":["prompt:storm"],"next":"on"}},
              "on":{"goTo":{"to":"app:announcement:storm"}}}}
            """);
    assertThat(attendant.status()).isEqualTo(201);
    Answer one = api.get(ALL + "/storm");
    assertThat(one.body().path("uses")).hasSize(1);
    assertThat(one.body().at("/uses/0/by").asString()).isEqualTo("ATTENDANT");
    assertThat(one.body().at("/uses/0/name").asString()).isEqualTo("weather");

    assertThat(api.delete(ALL + "/storm").status()).isEqualTo(422);
    assertThat(api.delete(ALL + "/storm/de").status()).isEqualTo(422);
    assertThat(api.patch(ALL + "/storm", "{\"name\":\"gale\"}").fields()).containsExactly("name");
    assertThat(api.delete("/api/v1/attendants/" + attendant.body().path("id").asLong()).status())
        .isEqualTo(204);
    assertThat(api.delete(ALL + "/storm").status()).isEqualTo(204);
  }

  @Test
  void anAnnouncementIsADestination(LocalAppliance appliance) throws IOException {
    ApiClient api = appliance.api();
    upload(api, "moved", "en", 440, 8000);
    assertThat(appliance.part(DestinationList.class).destinations())
        .extracting(DestinationView::value)
        .contains("app:announcement:moved");
    assertThat(api.delete(ALL + "/moved").status()).isEqualTo(204);
  }

  @Test
  void whatCannotBeAnAnnouncementIsRefused(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    assertThat(put(api, "no-sound", "de", new byte[20]).fields()).containsExactly("sound");
    assertThat(put(api, "goodbye", "de", new byte[10]).fields()).containsExactly("name");
    assertThat(put(api, "eine", "en", new byte[10]).fields()).containsExactly("name");
    assertThat(put(api, "UPPER", "de", new byte[10]).fields()).containsExactly("name");
    assertThat(put(api, "lower", "german", new byte[10]).fields()).containsExactly("language");
    assertThat(api.post(ALL + "/empty/en/speech", "{\"text\":\" \"}").fields())
        .containsExactly("text");
    assertThat(
            api.post(ALL + "/long/en/speech", "{\"text\":\"" + "a ".repeat(600) + "\"}").fields())
        .containsExactly("text");
    assertThat(api.post(ALL + "/call/en/recording", "{\"extension\":\"0000\"}").status())
        .isEqualTo(404);
  }

  private static void upload(ApiClient api, String name, String language, double hertz, int samples)
      throws IOException {
    byte[] tone = new Wav(8000, Tone.sine(hertz, 8000, samples, 0.5)).toBytes();
    assertThat(put(api, name, language, tone).status()).isEqualTo(200);
  }

  private static Answer put(ApiClient api, String name, String language, byte[] sound) {
    return api.send(
        api.request(ALL + "/" + name + "/" + language).PUT(BodyPublishers.ofByteArray(sound)));
  }

  /** Of two tones the one that callers hear of this language hear. */
  private static int loudest(LocalAppliance appliance, String language) {
    Piece.Pcm heard =
        (Piece.Pcm)
            appliance
                .part(PromptSounds.class)
                .sounds(List.of(Prompt.phrase("annual-leave")), language, 8000)
                .getFirst();
    return power(heard.pcm(), 440) > power(heard.pcm(), 700) ? 440 : 700;
  }

  /** Goertzel at 8 kHz. */
  private static double power(short[] pcm, double hertz) {
    double twice = 2 * Math.cos(2 * Math.PI * hertz / 8000);
    double last = 0;
    double before = 0;
    for (short sample : pcm) {
      double now = sample + twice * last - before;
      before = last;
      last = now;
    }
    return last * last + before * before - twice * last * before;
  }
}
