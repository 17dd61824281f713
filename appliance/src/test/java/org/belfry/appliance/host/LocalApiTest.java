package org.belfry.appliance.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Pattern;
import org.belfry.appliance.ApiClient;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What root on the machine can do that nobody else can. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class LocalApiTest {
  private static final String LINK = "/api/v1/local/setup-link";

  @Test
  void theMachinesOwnTokenStandsInAFileOfTheDataDirectoryAlone(LocalAppliance appliance)
      throws IOException {
    Path file = appliance.data().resolve("local-api");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file))
        .matches(
            "at https://127\\.0\\.0\\.1:" + appliance.httpsPort() + "\ntoken [A-Za-z0-9_-]{43}\n");
    assertThat(local(appliance).get("/api/v1/users").status()).isEqualTo(200);
    assertThat(local(appliance).get("/api/v1/local").text("domain")).isEqualTo("127.0.0.1");
  }

  @Test
  void noAdministratorMakesASetupLink(LocalAppliance appliance) {
    assertThat(appliance.api().post(LINK, "").status()).isEqualTo(403);
    assertThat(appliance.https().post(LINK, "").status()).isEqualTo(403);
    assertThat(appliance.https().anonymous().post(LINK, "").status()).isEqualTo(401);
  }

  @Test
  void aLinkGivesAnAdministratorANewPasswordOnce(LocalAppliance appliance) throws IOException {
    AccountAdmin accounts = appliance.part(AccountAdmin.class);
    String first = link(appliance);
    accounts.completeSetup(first, "locked-out", "the first password");
    String second = link(appliance);

    assertThat(accounts.setupTokenValid(first)).isFalse();
    assertThat(accounts.setupTokenValid(second)).isTrue();
    accounts.completeSetup(second, "locked-out", "another password");

    assertThat(may(appliance, "the first password")).isFalse();
    assertThat(may(appliance, "another password")).isTrue();
    assertThatThrownBy(() -> accounts.completeSetup(second, "locked-out", "a third password"))
        .isInstanceOf(InvalidCommand.class);
  }

  @Test
  void aLinkGetsOld(LocalAppliance appliance) {
    String token =
        appliance
            .part(org.belfry.appliance.security.Accounts.class)
            .newSetupToken(Duration.ofSeconds(-1));

    assertThat(appliance.part(AccountAdmin.class).setupTokenValid(token)).isFalse();
  }

  private static boolean may(LocalAppliance appliance, String password) {
    return appliance.https().as("locked-out", password).get("/api/v1/users").status() == 200;
  }

  private static String link(LocalAppliance appliance) throws IOException {
    String path = local(appliance).post(LINK, "").text("path");
    assertThat(path).startsWith("/setup?token=");
    return path.substring(path.indexOf('=') + 1);
  }

  private static ApiClient local(LocalAppliance appliance) throws IOException {
    var token =
        Pattern.compile("(?m)^token (.+)$")
            .matcher(Files.readString(appliance.data().resolve("local-api")));
    assertThat(token.find()).isTrue();
    return appliance.https().withToken(token.group(1));
  }
}
