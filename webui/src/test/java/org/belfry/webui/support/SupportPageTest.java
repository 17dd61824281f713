package org.belfry.webui.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Download;
import org.belfry.webui.fake.FakeSsh;
import org.junit.jupiter.api.Test;
import org.springframework.security.test.context.support.WithMockUser;

class SupportPageTest extends PageTest {

  @Test
  void aBundleHasTracesOnlyWhenTheyAreTicked() {
    navigate(SupportView.class);
    assertThat(shown()).contains("No passwords, keys, tokens or secret links");
    assertThat(downloaded()).isEqualTo("without traces");
    check("Include call traces");
    assertThat(downloaded()).isEqualTo("with traces");
  }

  @Test
  @WithMockUser(username = "1001", roles = "ADMIN")
  void anAdministratorWhoIsNoOwnerIsToldSo() {
    pbx.create(List.of(new CreateUser("1001", "Alice Berger", null, null, null)));
    navigate(SupportView.class);
    assertThat(shown()).contains("Only an owner can use this page.");
    assertThat(find(Download.class).all()).isEmpty();
  }

  @Test
  void sshIsSwitchedOnForAKeyAndOffAgain() {
    navigate(SupportView.class);
    assertThat(shown()).contains("SSH access", "Off");
    typeLines("Public key", "command=\"/bin/sh\" ssh-ed25519 AAAA");
    press("Switch on");
    assertThat(problemAt("Public key")).startsWith("Must be one public key");

    typeLines("Public key", FakeSsh.KEY);
    typeNumber("Hours", 2);
    press("Switch on");
    assertThat(shown()).contains("On", "SHA256:owner", "SHA256:host", "ssh owner@");
    press("Switch off");
    assertThat(shown()).doesNotContain("SHA256:host");
  }

  @Test
  void aMachineWhoseSshIsSetElsewhereSaysSo() {
    upkeep.ssh().isElsewhere();
    navigate(SupportView.class);
    assertThat(shown()).contains("SSH is managed by this machine's own tools");
  }

  private String downloaded() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    test(find(Download.class).single()).download(file);
    return file.toString(StandardCharsets.UTF_8);
  }
}
