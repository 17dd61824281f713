package org.belfry.appliance.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.ApiClient.Answer;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Edit;
import org.belfry.appliance.directory.Owner;
import org.belfry.pbx.admin.SupportAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The support bundle of an installation that is full of secrets. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class SupportBundleApiTest {
  private static final String API = "/api/v1/";

  private LocalAppliance appliance;
  private ApiClient api;

  @BeforeEach
  void use(LocalAppliance shared) {
    appliance = shared;
    api = shared.https();
    nothing();
  }

  @AfterEach
  void nothing() {
    appliance.clear("phone_line", "phone", "trunk", "webhook", "conference_room");
    appliance.clear("app_user");
    appliance.part(DirectoryStore.class).change(Edit.of(Owner.Kind.USER, "", "extension"), () -> 0);
    api.delete(API + "mail");
  }

  @Test
  void noSecretOfAFilledInstallationIsInTheBundle() throws IOException {
    List<String> secrets = planted();
    Path log = Files.createDirectories(appliance.data().resolve("log")).resolve("belfry.log");
    for (String secret : secrets) {
      // What no code of Belfry's writes, and some stranger or library may.
      Files.writeString(
          log,
          ("2026-11-20T12:00:00.000Z  WARN 1 --- [belfry] [main] o.b.A : GET /p/%s12345678/a.cfg"
                  + " password=%s {\"token\":\"%s\"} Authorization: Bearer %s12345678%n")
              .formatted(token(secret), secret, secret, token(secret)),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    Map<String, String> bundle = bundle(true);
    assertThat(bundle).containsKeys("about.txt", "health.txt", "settings.txt", "belfry.log");
    assertThat(bundle.get("belfry.log")).contains("GET /p/•••/a.cfg");
    assertThat(bundle.get("settings.txt")).contains("belfry.sip-port=").contains("belfry.park.");
    assertThat(bundle.get("trunks.txt")).contains("planted-trunk");
    for (String secret : secrets) {
      assertThat(secret).hasSizeGreaterThan(5);
      bundle.forEach((name, text) -> assertThat(text).as(name).doesNotContain(secret));
    }
  }

  /** As it would be in an address. */
  private static String token(String secret) {
    return secret.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  /** Each is somewhere in the database or the data directory. */
  private List<String> planted() throws IOException {
    List<String> secrets = new ArrayList<>(List.of(LocalAppliance.PASSWORD));
    Answer user = api.post(API + "users", "{\"extension\":\"7301\",\"name\":\"Planted\"}");
    secrets.add(user.text("sipPassword"));
    api.patch(API + "mailboxes/7301", "{\"pin\":\"83917264\"}");
    secrets.add("83917264");
    Answer token = api.post(API + "api-tokens", "{\"name\":\"planted\"}");
    secrets.add(token.text("secret"));
    accepted(
        api.post(
            API + "trunks",
            """
            {"name":"planted-trunk","server":"sip:p.example","username":"u","password":"trunk-S3cret",
             "enabled":false}
            """));
    secrets.add("trunk-S3cret");
    accepted(
        api.put(
            API + "mail",
            """
            {"host":"smtp.example","from":"a@b.example","user":"u","password":"mail-S3cret"}
            """));
    secrets.add("mail-S3cret");
    Answer hook =
        api.post(API + "webhooks", "{\"url\":\"https://crm.example/c\",\"events\":[\"ENDED\"]}");
    accepted(hook);
    secrets.add(hook.text("secret"));
    accepted(
        api.post(
            API + "conference-rooms",
            """
            {"name":"planted","number":"7390","pin":"5566778","moderatorPin":"9988776"}
            """));
    secrets.addAll(List.of("5566778", "9988776"));
    Answer phone =
        api.post(
            API + "phones",
            """
            {"mac":"805ec0120073","brand":"yealink","model":"T54W","user":"7301"}
            """);
    accepted(phone);
    String url = phone.text("provisioningUrl");
    secrets.add(url.replaceAll(".*/p/([^/]+)/.*", "$1"));
    for (String file : List.of("secret.key", "sip.key")) {
      byte[] key = Files.readAllBytes(appliance.data().resolve(file));
      secrets.add(HexFormat.of().formatHex(key));
      secrets.add(Base64.getEncoder().encodeToString(key));
    }
    String local = Files.readString(appliance.data().resolve("local-api"));
    secrets.add(local.strip().replaceAll("(?s).*[\\s=]", ""));
    return secrets;
  }

  private static void accepted(Answer answer) {
    assertThat(answer.status()).as(answer.raw().body()).isBetween(200, 204);
  }

  @Test
  void itIsAuditedAndHasTracesOnlyWhenTheyAreWanted() throws IOException {
    assertThat(bundle(false).keySet()).noneMatch(name -> name.startsWith("calls/"));
    Answer made = api.send(api.request(API + "support/bundle").POST(none()));
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.type()).isEqualTo("application/zip");
    assertThat(api.get(API + "audit?text=support_bundle&limit=1").raw().body())
        .contains("\"field\":\"traces\"", "\"after\":\"false\"", "\"who\":\"admin\"");
  }

  @Test
  void onlyAnOwnerMayHaveIt() {
    assertThat(api.anonymous().send(api.anonymous().request(API + "support/bundle").POST(none())))
        .extracting(Answer::status)
        .isEqualTo(401);
    // Tests use a token but for this.
    ApiClient program = appliance.api();
    Answer refused = program.send(program.request(API + "support/bundle").POST(none()));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.fields()).containsExactly("role");
  }

  @Test
  void aSecondBundleMeanwhileIsRefusedAsAWhole() throws IOException {
    List<Answer> second = new ArrayList<>();
    OutputStream first =
        new OutputStream() {
          @Override
          public void write(int octet) {
            if (second.isEmpty()) {
              second.add(api.send(api.request(API + "support/bundle").POST(none())));
            }
          }
        };
    appliance.part(SupportAdmin.class).writeBundle(false, first);

    assertThat(second.getFirst().status()).isEqualTo(422);
    assertThat(second.getFirst().fields()).containsExactly("bundle");
    assertThat(api.send(api.request(API + "support/bundle").POST(none())).status()).isEqualTo(200);
  }

  private static BodyPublisher none() {
    return BodyPublishers.noBody();
  }

  private Map<String, String> bundle(boolean traces) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    appliance.part(SupportAdmin.class).writeBundle(traces, out);
    Map<String, String> files = new TreeMap<>();
    long bytes = 0;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
        byte[] content = zip.readAllBytes();
        bytes += content.length;
        files.put(each.getName(), new String(content, StandardCharsets.UTF_8));
      }
    }
    assertThat(bytes).isLessThan(SupportAdmin.BYTES_MAX);
    return files;
  }
}
