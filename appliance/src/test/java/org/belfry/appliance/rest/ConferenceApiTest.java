package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.OwnRooms;
import org.belfry.pbx.admin.OwnRooms.OwnRoomView;
import org.belfry.pbx.admin.OwnRooms.SaveOwnRoom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Conference rooms over HTTPS. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class ConferenceApiTest {
  private static final String ROOMS = "/api/v1/conference-rooms";
  private ApiClient api;

  @BeforeEach
  void noRooms(LocalAppliance shared) {
    api = shared.api();
    shared.clear("conference_room", "app_user");
    api.post(
        "/api/v1/users",
        "[{\"extension\":\"1001\",\"name\":\"Alice\"},{\"extension\":\"1002\",\"name\":\"Bob\"}]");
  }

  @Test
  void aRoomIsCreatedChangedAndDeleted() {
    Answer created = api.post(ROOMS, "{\"name\":\"weekly\",\"number\":\"7000\",\"pin\":\"1234\"}");
    assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
    assertThat(created.body().path("participantsMax").asInt()).isEqualTo(50);
    assertThat(created.body().path("tones").asBoolean()).isTrue();
    long id = created.body().path("id").asLong();
    Answer changed =
        api.put(ROOMS + "/" + id, "{\"name\":\"weekly\",\"number\":\"7001\",\"tones\":false}");
    assertThat(changed.status()).as(changed.raw().body()).isEqualTo(200);
    assertThat(changed.body().path("number").asString()).isEqualTo("7001");
    assertThat(changed.body().path("pin").isNull()).isTrue();
    assertThat(api.delete(ROOMS + "/" + id).status()).isEqualTo(204);
    assertThat(api.get(ROOMS + "/" + id).status()).isEqualTo(404);
  }

  @Test
  void aUsersOwnRoomIsDialledByItsExtensionAndFollowsItsOwner(LocalAppliance shared) {
    OwnRooms own = shared.part(OwnRooms.class);
    assertThat(own.room("1001")).isEmpty();
    assertThatThrownBy(() -> own.save("1001", new SaveOwnRoom(null, "", true, false, false)))
        .isInstanceOf(InvalidCommand.class);
    OwnRoomView room = own.save("1001", new SaveOwnRoom(null, "471100", true, false, false));
    assertThat(room.title()).isEqualTo("Alice");
    assertThat(room.dial()).isEqualTo("*881001");
    Answer plan = api.post("/api/v1/plans/explain", "{\"from\":\"1002\",\"to\":\"*881001\"}");
    assertThat(plan.text("tree")).contains("conference");

    JsonNode seen = api.get(ROOMS).body().path(0);
    assertThat(seen.path("moderators").toString()).isEqualTo("[\"1001\"]");
    String byAdmin = "{\"name\":\"1001\",\"title\":\"Alice's\",\"pin\":\"9999\"}";
    assertThat(api.put(ROOMS + "/" + seen.path("id").asLong(), byAdmin).status()).isEqualTo(200);
    assertThat(own.room("1001").orElseThrow().pin()).as("still hers").isEqualTo("9999");

    long alice = api.get("/api/v1/users?extension=1001").body().path(0).path("id").asLong();
    api.patch("/api/v1/users/" + alice, "{\"extension\":\"1009\"}");
    assertThat(own.room("1009").orElseThrow().dial()).isEqualTo("*881009");
    assertThat(api.delete("/api/v1/users/" + alice).status()).isEqualTo(204);
    assertThat(api.get(ROOMS).body()).as("gone with its owner").isEmpty();
  }

  @Test
  void anOwnRoomThatItsOwnerDeletesPushesNothingOutOfWhatCanBeRestored(LocalAppliance shared) {
    OwnRooms own = shared.part(OwnRooms.class);
    shared.clear("deleted_item");
    own.save("1001", new SaveOwnRoom(null, "471100", true, false, false));
    own.delete("1001");
    assertThat(own.room("1001")).isEmpty();
    assertThat(api.get("/api/v1/deleted-items").body()).isEmpty();

    own.save("1001", new SaveOwnRoom(null, "471100", true, false, false));
    long id = api.get(ROOMS).body().path(0).path("id").asLong();
    assertThat(api.delete(ROOMS + "/" + id).status()).isEqualTo(204);
    assertThat(api.get("/api/v1/deleted-items").body()).hasSize(1);
  }

  @Test
  void anOwnRoomTakesNoOtherRoomsName(LocalAppliance shared) {
    OwnRooms own = shared.part(OwnRooms.class);
    api.post(ROOMS, "{\"name\":\"1002\",\"number\":\"7000\",\"owner\":\"1002\"}");
    assertThat(own.room("1002")).as("made by an administrator").isEmpty();
    assertThatThrownBy(() -> own.save("1002", new SaveOwnRoom(null, "4711", true, false, false)))
        .hasMessageContaining("another room");
    assertThatThrownBy(() -> own.delete("1002")).isInstanceOf(NotFound.class);
  }

  @Test
  void itsNumberLeadsToIt() {
    api.post(ROOMS, "{\"name\":\"weekly\",\"number\":\"7000\"}");
    Answer plan = api.post("/api/v1/plans/explain", "{\"from\":\"1001\",\"to\":\"7000\"}");
    assertThat(plan.text("tree")).contains("conference").contains("weekly");
  }

  @Test
  void whatCannotBeIsRefusedAtItsField() {
    assertThat(api.post(ROOMS, "{}").fields()).contains("name");
    assertThat(api.post(ROOMS, "{\"name\":\"a\",\"pin\":\"12\"}").fields()).containsExactly("pin");
    assertThat(
            api.post(ROOMS, "{\"name\":\"a\",\"pin\":\"1234\",\"moderatorPin\":\"1234\"}").fields())
        .containsExactly("moderatorPin");
    assertThat(api.post(ROOMS, "{\"name\":\"a\",\"waitForModerator\":true}").fields())
        .containsExactly("waitForModerator");
    assertThat(api.post(ROOMS, "{\"name\":\"a\",\"participantsMax\":1}").fields())
        .containsExactly("participantsMax");
    assertThat(api.post(ROOMS, "{\"name\":\"a\",\"number\":\"1001\"}").fields())
        .containsExactly("number");
  }

  /** Else a token that may call for users alone would call what none of them may. */
  @Test
  void whoDoesNotAdministerSaysWhoPaysForAnInvitation() {
    String people = "/api/v1/conferences/weekly/participants";
    ApiClient crm =
        api.withToken(
            api.post("/api/v1/api-tokens", "{\"name\":\"crm\",\"scopes\":[\"CALLS\"]}")
                .text("secret"));
    assertThat(crm.post(people, "{\"to\":\"+4990012345\"}").fields()).containsExactly("from");
    assertThat(crm.post(people, "{\"to\":\"+4990012345\",\"from\":\"999\"}").fields())
        .containsExactly("from");
    String paid = "{\"to\":\"+4930123456\",\"from\":\"1001\"}";
    assertThat(crm.post(people, paid).status()).as("nobody is there").isEqualTo(404);
  }

  @Test
  void whereNobodyIsNothingCanBeDone() {
    assertThat(api.get("/api/v1/conferences").body().size()).isZero();
    assertThat(api.get("/api/v1/conferences/weekly").status()).isEqualTo(404);
    assertThat(api.put("/api/v1/conferences/weekly/locked", "{\"on\":true}").status())
        .isEqualTo(404);
    assertThat(api.put("/api/v1/conferences/weekly/locked", "{}").fields()).containsExactly("on");
    assertThat(api.post("/api/v1/conferences/weekly/participants", "{\"to\":\"1001\"}").status())
        .isEqualTo(404);
  }
}
