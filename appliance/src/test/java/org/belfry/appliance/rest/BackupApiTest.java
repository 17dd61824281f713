package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.backup.RestoreCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** A backup over HTTPS, its proof, and a fresh appliance that takes it over. */
@Tag("database")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupApiTest {
  private static final String API = "/api/v1/";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private Path directory;
  private LocalAppliance appliance;
  private ApiClient api;
  private String passphrase;

  @BeforeAll
  void anApplianceWithUsers() throws IOException {
    directory = Files.createTempDirectory("belfry-a");
    appliance = LocalAppliance.on(directory.resolve("old"));
    api = appliance.https(); // an owner; no token chooses where backups go
    api.post(
        API + "users",
        """
        [{"extension":"1001","name":"Alice Grün"},{"extension":"1002","name":"=Bob"}]
        """);
  }

  @AfterAll
  void end() throws IOException {
    appliance.close();
    FileSystemUtils.deleteRecursively(directory);
  }

  @Test
  @Order(1)
  void withoutAPlaceThereIsNoBackupAndThatIsAnAlarm() {
    assertThat(api.post(API + "backups/runs", "").status()).isEqualTo(422);
    assertThat(api.post(API + "backups/snapshots", "{}").fields()).containsExactly("place");
    assertThat(api.get(API + "alarms").body().toString()).contains("\"code\":\"backup_none\"");
    assertThat(
            api.put(
                    API + "backups",
                    "{\"place\":{\"kind\":\"LOCAL\",\"path\":\"x\"},\"at\":\"late\",\"daily\":0}")
                .fields())
        .containsExactly("place.path", "at", "daily");
  }

  @Test
  @Order(2)
  void thePassphraseIsShownOnceAndTheBackupIsMadeAndProven() {
    Answer set =
        api.put(
            API + "backups",
            "{\"place\":{\"kind\":\"LOCAL\",\"path\":\"" + directory.resolve("r") + "\"}}");
    assertThat(set.status()).isEqualTo(200);
    passphrase = set.text("passphrase");
    assertThat(passphrase).hasSizeGreaterThan(30);
    assertThat(api.put(API + "backups", "{\"at\":\"03:10\"}").body().path("passphrase").isNull())
        .isTrue();
    assertThat(api.get(API + "backups").raw().body()).doesNotContain(passphrase);
    assertThat(api.get(API + "backups").text("at")).isEqualTo("03:10");

    assertThat(api.post(API + "backups/runs", "").status()).isEqualTo(202);
    JsonNode proof = await("PROOF");
    assertThat(proof.path("outcome").asString()).as(proof.toString()).isEqualTo("GOOD");
    assertThat(proof.path("sentence").asString()).endsWith("all as they were");
    assertThat(api.post(API + "backups/snapshots", "{}").body().size()).isEqualTo(1);
    assertThat(api.get(API + "health").raw().body()).contains("\"code\":\"backup_ok\"");
  }

  /** The backups of before would go with the next one. */
  @Test
  @Order(2)
  void noTokenEndsBackupsOrHasOlderOnesDeleted() {
    ApiClient token = appliance.api();
    for (String fewer :
        List.of("\"daily\":1", "\"weekly\":0", "\"monthly\":0", "\"scope\":\"SETTINGS\"")) {
      Answer refused = token.put(API + "backups", "{" + fewer + "}");
      assertThat(refused.status()).as(fewer).isEqualTo(422);
      assertThat(refused.body().toString()).contains("only an owner can");
    }
    assertThat(token.delete(API + "backups").status()).isEqualTo(422);
    assertThat(token.put(API + "backups", "{\"daily\":8,\"at\":\"03:10\"}").status())
        .isEqualTo(200);
  }

  @Test
  @Order(3)
  void aRestoreIsFetchedAndProvenAndTakesItsPlaceAtTheNextStart() throws IOException {
    api.post(API + "users", "{\"extension\":\"1003\",\"name\":\"Too late\"}");
    Path data = directory.resolve("old");
    assertThat(api.post(API + "backups/restore", "{\"snapshot\":\"ffff\"}").status())
        .isEqualTo(422);
    assertThat(api.post(API + "backups/restore", "{}").status()).isEqualTo(202);
    JsonNode restored = await("RESTORE");
    assertThat(restored.path("outcome").asString()).as(restored.toString()).isEqualTo("GOOD");
    assertThat(data.resolve("restore/ready")).exists();
    assertThat(api.get(API + "users").raw().body()).contains("Too late");

    appliance.close();
    appliance = LocalAppliance.on(data);
    api = appliance.https(); // an owner; no token chooses where backups go
    assertThat(api.get(API + "users").raw().body())
        .contains("Alice Grün")
        .doesNotContain("Too late");
    assertThat(data.resolve("before-restore")).isDirectory();
    assertThat(data.resolve("restore/unproven")).doesNotExist();
  }

  @Test
  @Order(4)
  void aFreshApplianceTakesOverAllOfIt() throws IOException {
    Path fresh = directory.resolve("new");
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    List<String> from =
        List.of("--data", fresh.toString(), "--from", directory.resolve("r").toString());
    assertThat(
            new RestoreCommand(Map.of("BELFRY_BACKUP_PASSPHRASE", "wrong-one"), out, out).run(from))
        .isEqualTo(1);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("Nothing was restored: the passphrase is not that of the backups there.");
    assertThat(
            new RestoreCommand(Map.of("BELFRY_BACKUP_PASSPHRASE", passphrase), out, out).run(from))
        .as(said.toString(StandardCharsets.UTF_8))
        .isZero();

    String before = api.get(API + "users").raw().body();
    appliance.close();
    appliance = LocalAppliance.on(fresh);
    api = appliance.https(); // an owner; no token chooses where backups go
    assertThat(api.get(API + "users").raw().body()).isEqualTo(before);
    assertThat(Files.readAllBytes(fresh.resolve("secret.key")))
        .isEqualTo(Files.readAllBytes(directory.resolve("old/secret.key")));
    assertThat(api.get(API + "backups").body().path("place").path("path").asString())
        .isEqualTo(directory.resolve("r").toString());
    assertThat(Files.readString(fresh.resolve("backup.passphrase")).strip()).isEqualTo(passphrase);
  }

  @Test
  @Order(5)
  void everythingCanBeTakenAlong() throws IOException {
    assertThat(api.get(API + "exports/users.csv").raw().body())
        .startsWith("extension,name,email\r\n")
        .contains("1001,Alice Grün,\r\n", "1002,'=Bob,\r\n");
    assertThat(api.get(API + "exports/calls.csv").raw().body()).startsWith("id,callId,");
    byte[] zip = api.stream(API + "exports/voicemail.zip").readAllBytes();
    assertThat(new ZipInputStream(new ByteArrayInputStream(zip)).getNextEntry().getName())
        .isEqualTo("messages.csv");
  }

  private JsonNode await(String kind) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      for (JsonNode run : api.get(API + "backups/runs").body()) {
        if (run.path("kind").asString().equals(kind)
            && !run.path("outcome").asString().equals("RUNNING")
            && api.get(API + "backups").body().path("running").isNull()) {
          return run;
        }
      }
      java.util.concurrent.locks.LockSupport.parkNanos(100_000_000L);
    }
    throw new AssertionError("no end of " + kind);
  }
}
