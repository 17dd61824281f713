package org.belfry.appliance.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.mediabridge.MediaBridge;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.media.play.Tone;
import org.belfry.media.record.Wav;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.QueueMonitor.QueueEventType;
import org.belfry.pbx.admin.QueueMonitor.QueueEventView;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.admin.RecordingAdmin.Command;
import org.belfry.pbx.admin.RecordingAdmin.Reason;
import org.belfry.pbx.admin.RecordingOnDemand;
import org.belfry.pbx.admin.RecordingOnDemand.OwnCall;
import org.belfry.pbx.admin.RecordingOnDemand.State;
import org.belfry.pbx.anchor.FarEnd;
import org.belfry.pbx.anchor.RelayedDescription;
import org.belfry.pbx.cdr.CallAnswered;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.cdr.RecordKeys;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Recordings: from a file in the intake to lists, downloads and its end. */
@Tag("database")
@Timeout(90)
@ExtendWith(SharedAppliance.class)
class RecordingApiTest {

  @Test
  void aRecordingIsFiledFoundHeardByItsPeopleAndDeleted(LocalAppliance appliance)
      throws IOException {
    ApiClient api = appliance.api();
    user(api, "7801");
    user(api, "7802");
    file(appliance, "7801", "7802", "Carol");
    JsonNode found = filed(api, "text=Carol", 1).get(0);
    assertThat(found.path("caller").asString()).isEqualTo("7801");
    assertThat(found.path("reason").asString()).isEqualTo("USER");
    assertThat(found.path("seconds").asDouble()).isBetween(0.9, 1.1);
    assertThat(filed(api, "extension=7802", 1)).hasSize(1);
    assertThat(api.get("/api/v1/recordings?text=Nobody").body().path("total").asInt()).isZero();
    assertThat(api.get("/api/v1/recordings?limit=0").status()).isEqualTo(422);

    long id = found.path("id").asLong();
    RecordingAdmin recordings = appliance.part(RecordingAdmin.class);
    assertThat(recordings.mayHear("7802", id)).isFalse();
    user(api, "7803");
    for (String extension : List.of("7802", "7803")) {
      String rule = "/api/v1/recording-rules/user/" + extension;
      assertThat(api.put(rule, "{\"when\":\"NEVER\",\"hear\":true}").status()).isEqualTo(200);
    }
    assertThat(recordings.mayHear("7802", id)).isTrue();
    assertThat(recordings.mayHear("7803", id)).as("was not in the call").isFalse();
    String place = "/api/v1/recordings/" + id;
    Answer part = api.send(api.request(place + "/audio").GET().header("Range", "bytes=0-3"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.raw().body()).isEqualTo("RIFF");
    assertThat(api.anonymous().get(place + "/audio").status()).isEqualTo(401);
    assertThat(api.delete(place).status()).isEqualTo(204);
    assertThat(api.get(place + "/audio").status()).isEqualTo(404);
  }

  @Test
  void rulesAreForWhoIsThere(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    user(api, "7804");
    String rule = "/api/v1/recording-rules/user/7804";
    assertThat(api.get(rule).text("when")).isEqualTo("NEVER");
    assertThat(api.put(rule, "{\"when\":\"ALWAYS\",\"announce\":true}").text("when"))
        .isEqualTo("ALWAYS");
    assertThat(api.get("/api/v1/recording-rules").raw().body()).contains("\"7804\"");
    assertThat(api.put(rule, "{\"when\":\"NEVER\"}").status()).isEqualTo(200);
    assertThat(api.get("/api/v1/recording-rules").raw().body()).doesNotContain("\"7804\"");
    assertThat(api.put("/api/v1/recording-rules/group/none", "{\"when\":\"ALWAYS\"}").status())
        .isEqualTo(404);
    assertThat(api.put("/api/v1/recording-rules/nobody/7804", "{\"when\":\"ALWAYS\"}").status())
        .isEqualTo(404);
  }

  @Test
  void aRuleGoesAlongWithWhoIsRenamedAndAwayWithWhoIsDeleted(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    String trunk = "{\"name\":\"%s\",\"server\":\"sip:p.example\",\"username\":\"u\"}";
    long id = created(api.post("/api/v1/trunks", trunk.formatted("old")));
    String rules = "/api/v1/recording-rules";
    api.put(rules + "/trunk/old", "{\"when\":\"ALWAYS\"}");
    assertThat(api.put("/api/v1/trunks/" + id, trunk.formatted("new")).status()).isEqualTo(200);
    assertThat(api.get(rules + "/trunk/new").text("when")).isEqualTo("ALWAYS");
    assertThat(api.delete("/api/v1/trunks/" + id).status()).isEqualTo(204);
    created(api.post("/api/v1/trunks", trunk.formatted("new")));
    assertThat(api.get(rules + "/trunk/new").text("when")).isEqualTo("NEVER");

    user(api, "7852");
    String group = "{\"number\":\"%s\",\"name\":\"buyers\",\"members\":[{\"extension\":\"7852\"}]}";
    long ring = created(api.post("/api/v1/groups", group.formatted("7850")));
    assertThat(api.put(rules + "/group/buyers", "{\"when\":\"ALWAYS\"}").text("name"))
        .as("calls know a group by its number")
        .isEqualTo("7850");
    assertThat(api.put("/api/v1/groups/" + ring, group.formatted("7851")).status()).isEqualTo(200);
    assertThat(api.get(rules + "/group/7851").text("when")).isEqualTo("ALWAYS");
    // Other tests of the same appliance delete all users.
    assertThat(api.delete("/api/v1/groups/" + ring).status()).isEqualTo(204);

    long queue = created(api.post("/api/v1/queues", "{\"name\":\"desk\",\"members\":[]}"));
    api.put(rules + "/queue/desk", "{\"when\":\"ALWAYS\"}");
    api.put("/api/v1/queues/" + queue, "{\"name\":\"help\",\"members\":[]}");
    assertThat(api.get(rules + "/queue/help").text("when")).isEqualTo("ALWAYS");

    long user = user(api, "7808");
    api.put(rules + "/user/7808", "{\"when\":\"ON_DEMAND\",\"hear\":true}");
    api.patch("/api/v1/users/" + user, "{\"extension\":\"7809\"}");
    assertThat(api.get(rules + "/user/7809").text("when")).isEqualTo("ON_DEMAND");
    assertThat(api.get(rules + "/user/7809").body().path("hear").asBoolean()).isTrue();
  }

  /** After a database was set back: what is there is not lost for it. */
  @Test
  void aFileWithoutARowIsTakenInAtTheNextStart(LocalAppliance appliance) throws IOException {
    ApiClient api = appliance.api();
    user(api, "7810");
    user(api, "7811");
    file(appliance, "7810", "7811", "Orphan");
    long id = filed(api, "text=Orphan", 1).get(0).path("id").asLong();
    appliance.part(RecordingTable.class).delete(id);
    filed(api, "text=Orphan", 0);
    Set<Long> before = ids(api);
    appliance.part(RecordingArchiver.class).recover();
    appliance.part(RecordingArchiver.class).recover();
    Set<Long> fresh = new HashSet<>(ids(api));
    fresh.removeAll(before);
    assertThat(fresh).hasSize(1);
    String place = "/api/v1/recordings/" + fresh.iterator().next();
    assertThat(api.get(place).body().path("seconds").asDouble()).isBetween(0.9, 1.1);
    assertThat(api.get(place + "/audio").status()).isEqualTo(200);
    assertThat(api.delete(place).status()).isEqualTo(204);
    appliance.part(RecordingArchiver.class).recover();
    assertThat(ids(api)).as("what was deleted stays so").isEqualTo(before);
  }

  private static Set<Long> ids(ApiClient api) {
    Set<Long> all = new HashSet<>();
    api.get("/api/v1/recordings?limit=500")
        .body()
        .path("recordings")
        .forEach(each -> all.add(each.path("id").asLong()));
    return all;
  }

  @Test
  void aUserRecordsOnlyOwnCallsAndOnlyWhereTheRuleAllowsIt(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    user(api, "7821");
    user(api, "7822");
    CallRecorder recorder = appliance.part(CallRecorder.class);
    RecordingOnDemand own = appliance.part(RecordingOnDemand.class);
    Instant now = Instant.now();
    LiveCall call =
        new LiveCall(
            "own-call",
            null,
            "7821",
            null,
            "+4930123",
            null,
            null,
            null,
            now,
            null,
            now,
            null,
            null,
            200,
            List.of());
    recorder.answered(new CallAnswered(call, "7821", null, null, null, null, null));
    assertThat(own.calls("7821")).as("never is the default").isEmpty();
    assertThatThrownBy(() -> own.command("7821", "own-call", Command.START))
        .isInstanceOf(NotFound.class);

    for (String each : List.of("7821", "7822")) {
      api.put("/api/v1/recording-rules/user/" + each, "{\"when\":\"ON_DEMAND\"}");
    }
    assertThat(own.calls("7821")).containsExactly(new OwnCall("own-call", "+4930123", State.OFF));
    assertThat(own.calls("7822")).isEmpty();
    assertThatThrownBy(() -> own.command("7822", "own-call", Command.START))
        .as("another user's call")
        .isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> own.command("7821", "own-call", Command.PAUSE))
        .hasMessageContaining("not being recorded");
    assertThatThrownBy(() -> own.command("7821", "own-call", Command.START))
        .as("its media does not run here")
        .isInstanceOf(InvalidCommand.class);
    assertThat(recorder.live()).isEmpty();

    recorder.ended(call.cutShort(now));
    assertThat(own.calls("7821")).isEmpty();
  }

  /** An answer that comes with the ACK (RFC 3261 §13.2.1) leaves a moment without sound. */
  @Test
  void aRulesRecordingIsNotCalledOffBeforeItsSoundBegins(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    user(api, "7823");
    user(api, "7824");
    api.put("/api/v1/recording-rules/user/7823", "{\"when\":\"ALWAYS\"}");
    api.put("/api/v1/recording-rules/user/7824", "{\"when\":\"ON_DEMAND\"}");
    CallRecorder recorder = appliance.part(CallRecorder.class);
    LiveCall call = answered("ruled-call", "7823", "7824");
    recorder.answered(new CallAnswered(call, "7823", "7824", null, null, null, null));
    assertThat(recorder.pressed("ruled-call", "7824", false))
        .isEqualTo(RecordKeys.Answer.FORBIDDEN);
    assertThat(recorder.pressed("ruled-call", "7824", true)).isEqualTo(RecordKeys.Answer.DONE);
    assertThat(recorder.pressed("ruled-call", "7824", false))
        .as("the rule is not replaced by a wish")
        .isEqualTo(RecordKeys.Answer.FORBIDDEN);
    recorder.ended(call.cutShort(Instant.now()));
  }

  @Test
  void aQueuesRuleTakesOverWhatAnAgentRecords(LocalAppliance appliance) throws Exception {
    ApiClient api = appliance.api();
    user(api, "7825");
    long queue = created(api.post("/api/v1/queues", "{\"name\":\"law\",\"members\":[]}"));
    api.put("/api/v1/recording-rules/queue/law", "{\"when\":\"ALWAYS\"}");
    api.put("/api/v1/recording-rules/user/7825", "{\"when\":\"ON_DEMAND\"}");
    MediaBridge media = appliance.part(MediaBridge.class);
    CallRecorder recorder = appliance.part(CallRecorder.class);
    media.describe(description(RelayedDescription.Side.CALLEE, RelayedDescription.Kind.OFFER));
    media.describe(description(RelayedDescription.Side.CALLER, RelayedDescription.Kind.ANSWER));
    media.answered("law-call", "b0", "t");
    LiveCall call = answered("law-call", "+4930123", "7825");
    recorder.answered(new CallAnswered(call, null, "7825", null, null, null, null));
    recorder.begin("law-call", new CallRecorder.RecordingRequest(Reason.DEMAND, "7825", false));
    recorder.pause("law-call", true);
    recorder.happened(
        new QueueEventView(
            1, QueueEventType.ANSWERED, Instant.now(), "law", "law-call", null, "7825", null));
    assertThat(recorder.live("law-call"))
        .satisfies(live -> {
          assertThat(live.reason()).isEqualTo(Reason.QUEUE);
          assertThat(live.paused()).isFalse();
        });
    assertThat(recorder.pressed("law-call", "7825", false)).isEqualTo(RecordKeys.Answer.FORBIDDEN);
    assertThatThrownBy(() -> recorder.toggle("7825")).hasMessageContaining("always recorded");
    media.ended("law-call", reports -> {});
    recorder.ended(call.cutShort(Instant.now()));
    assertThat(filed(api, "extension=7825", 1).get(0).path("reason").asString()).isEqualTo("QUEUE");
    assertThat(api.delete("/api/v1/queues/" + queue).status()).isEqualTo(204);
  }

  private static RelayedDescription description(
      RelayedDescription.Side towards, RelayedDescription.Kind kind) {
    InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060);
    FarEnd far = new FarEnd(Transport.UDP, here, null, null, null);
    String sdp =
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            + "m=audio 40000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";
    String tag = kind == RelayedDescription.Kind.ANSWER ? "t" : null;
    return new RelayedDescription(
        "law-call", towards, "b0", tag, kind, far, far, sdp.getBytes(StandardCharsets.UTF_8));
  }

  private static LiveCall answered(String callId, String caller, String callee) {
    Instant now = Instant.now();
    return new LiveCall(
        callId, null, caller, null, callee, null, null, null, now, null, now, null, null, 200,
        List.of());
  }

  @Test
  void aCallThatIsNotThereCannotBeRecorded(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    assertThat(api.post("/api/v1/calls/none/recording", "{\"command\":\"START\"}").status())
        .isEqualTo(404);
    assertThat(api.post("/api/v1/calls/none/recording", "{}").status()).isEqualTo(422);
    assertThat(api.get("/api/v1/recordings/live").body().size()).isZero();
  }

  @Test
  void musicIsUploadedListedAndRemoved(LocalAppliance appliance) {
    ApiClient api = appliance.api();
    byte[] tune = new Wav(16_000, Tone.sine(440, 16_000, 32_000, 0.2)).toBytes();
    Answer put =
        api.send(
            api.request("/api/v1/music/waltz")
                .PUT(java.net.http.HttpRequest.BodyPublishers.ofByteArray(tune)));
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.body().path("seconds").asDouble()).isEqualTo(2.0);
    assertThat(api.get("/api/v1/music").body().get(0).path("name").asString()).isEqualTo("waltz");
    Answer bad =
        api.send(
            api.request("/api/v1/music/noise")
                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString("no sound")));
    assertThat(bad.status()).isEqualTo(422);
    assertThat(api.delete("/api/v1/music/waltz").status()).isEqualTo(204);
    assertThat(api.delete("/api/v1/music/waltz").status()).isEqualTo(404);

    Answer own =
        api.send(
            api.request("/api/v1/playlists/sales/tango")
                .PUT(java.net.http.HttpRequest.BodyPublishers.ofByteArray(tune)));
    assertThat(own.status()).isEqualTo(200);
    assertThat(api.get("/api/v1/playlists").raw().body()).isEqualTo("[\"sales\"]");
    assertThat(api.get("/api/v1/playlists/sales").body()).hasSize(1);
    assertThat(api.get("/api/v1/music").body()).isEmpty();
    assertThat(api.get("/api/v1/playlists/Sales!/x").status()).isEqualTo(422);
    String queue = "{\"name\":\"%s\",\"members\":[],\"music\":\"%s\"}";
    assertThat(api.post("/api/v1/queues", queue.formatted("tuned", "sales")).body().path("music"))
        .hasToString("\"sales\"");
    assertThat(api.post("/api/v1/queues", queue.formatted("loud", "../x")).status()).isEqualTo(422);
    assertThat(api.delete("/api/v1/playlists/sales/tango").status()).isEqualTo(204);
    assertThat(api.get("/api/v1/playlists").raw().body()).isEqualTo("[]");
  }

  /** A piece that got there by a file system's hand, longer than all may be, hides no other. */
  @Test
  void theLengthsOfPiecesAreReadWithoutTheirSound(LocalAppliance appliance) throws IOException {
    ApiClient api = appliance.api();
    Path folder = appliance.part(Bootstrap.class).data().path().resolve("music/lengths");
    Files.createDirectories(folder);
    Files.write(folder.resolve("a.wav"), new Wav(8000, new short[8000]).toBytes());
    Files.write(folder.resolve("long.wav"), new Wav(8000, new short[8000 * 901]).toBytes());
    Files.write(folder.resolve("torn.wav"), new byte[] {'R', 'I', 'F', 'F'});
    JsonNode pieces = api.get("/api/v1/playlists/lengths").body();
    assertThat(pieces).hasSize(2);
    assertThat(pieces.get(0).path("seconds").asDouble()).isEqualTo(1.0);
    assertThat(pieces.get(1).path("seconds").asDouble()).isEqualTo(901.0);
    for (String each : List.of("a", "long", "torn")) {
      Files.delete(folder.resolve(each + ".wav"));
    }
    Files.delete(folder);
  }

  private static long user(ApiClient api, String extension) {
    String user = "{\"extension\":\"%s\",\"name\":\"User %s\"}".formatted(extension, extension);
    return created(api.post("/api/v1/users", user));
  }

  private static long created(Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(201);
    JsonNode user = answer.body().path("user");
    return (user.isMissingNode() ? answer.body() : user).path("id").asLong();
  }

  private static void file(LocalAppliance appliance, String caller, String callee, String name)
      throws IOException {
    RecordingFiles files = appliance.part(RecordingFiles.class);
    DirectoryStore directory = appliance.part(DirectoryStore.class);
    Path sound =
        files.begin(
            new RecordingMetadata(
                "call-" + caller,
                Instant.now(),
                caller,
                name,
                callee,
                null,
                callee,
                directory.current().user(caller).id(),
                directory.current().user(callee).id(),
                Reason.USER,
                callee,
                false));
    Files.write(sound, new Wav(8000, Tone.sine(440, 8000, 8000, 0.25)).toBytes());
    files.done(sound);
    appliance.part(RecordingArchiver.class).ring();
  }

  private static JsonNode filed(ApiClient api, String query, int count) {
    String list = "/api/v1/recordings?" + query;
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> api.get(list).body().path("total").asInt() == count);
    return api.get(list).body().path("recordings");
  }
}
