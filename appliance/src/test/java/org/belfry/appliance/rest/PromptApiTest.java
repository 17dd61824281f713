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
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.PromptSounds;
import org.belfry.pbx.app.PromptSounds.Piece;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Belfry says, replaced over HTTP. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class PromptApiTest {

  @Test
  void aPhraseIsReplacedAtOnceAndAsItWasAfterwards(LocalAppliance appliance) throws IOException {
    ApiClient api = appliance.api();
    PromptSounds sounds = appliance.part(PromptSounds.class);
    List<Piece> before = sounds.sounds(List.of(Prompt.phrase("one-moment")), "de", 8000);
    byte[] tone = new Wav(8000, Tone.sine(440, 8000, 4000, 0.5)).toBytes();
    String place = "/api/v1/prompts/de/one-moment";
    assertThat(api.send(api.request(place).PUT(BodyPublishers.ofByteArray(tone))).status())
        .isEqualTo(204);
    Piece.Pcm now =
        (Piece.Pcm) sounds.sounds(List.of(Prompt.phrase("one-moment")), "de", 8000).get(0);
    assertThat(now.pcm().length).isBetween(3990, 4010);
    assertThat(api.get(place).raw().body()).startsWith("RIFF");
    assertThat(api.get("/api/v1/prompts/de").body().valueStream())
        .anyMatch(p -> p.path("name").asString().equals("one-moment") && p.path("own").asBoolean());
    assertThat(api.delete(place).status()).isEqualTo(204);
    assertThat(api.delete(place).status()).isEqualTo(404);
    Piece.Pcm again =
        (Piece.Pcm) sounds.sounds(List.of(Prompt.phrase("one-moment")), "de", 8000).get(0);
    assertThat(again.pcm()).isEqualTo(((Piece.Pcm) before.get(0)).pcm());
  }

  @Test
  void whatCannotBeAPromptIsRefused(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    Answer noSound =
        api.send(
            api.request("/api/v1/prompts/de/goodbye").PUT(BodyPublishers.ofString("no sound")));
    assertThat(noSound.status()).isEqualTo(422);
    assertThat(noSound.fields()).containsExactly("sound");
    Answer noName =
        api.send(api.request("/api/v1/prompts/de/..%2Fx").PUT(BodyPublishers.ofString("x")));
    assertThat(noName.status()).isBetween(400, 499);
    assertThat(api.get("/api/v1/prompts/xx").status()).isEqualTo(404);
    assertThat(
            api.post("/api/v1/prompts/de/goodbye/recording", "{\"extension\":\"0000\"}").status())
        .isEqualTo(404);
    assertThat(api.get("/api/v1/prompts").body().size()).isGreaterThanOrEqualTo(2);
  }
}
