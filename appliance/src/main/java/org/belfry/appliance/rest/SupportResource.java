package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.belfry.pbx.admin.SshAdmin;
import org.belfry.pbx.admin.SshAdmin.SshView;
import org.belfry.pbx.admin.SshAdmin.SwitchOn;
import org.belfry.pbx.admin.SupportAdmin;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The support bundle, and access by SSH. */
@RestController
@RequestMapping("/api/v1/support")
@Tag(name = "system")
class SupportResource {
  private final SupportAdmin support;
  private final SshAdmin ssh;

  SupportResource(SupportAdmin support, SshAdmin ssh) {
    this.support = support;
    this.ssh = ssh;
  }

  @GetMapping("/ssh")
  @Operation(summary = "Whether SSH is on, until when, and the fingerprints")
  SshView ssh() {
    return ssh.ssh();
  }

  @PutMapping("/ssh")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Switch SSH on for one public key",
      description = "For owners, on the image only: {\"key\":\"ssh-ed25519 AAAA…\",\"hours\":4}")
  SshView switchOn(@RequestBody SwitchOn command) {
    return ssh.switchOn(command);
  }

  @DeleteMapping("/ssh")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Switch SSH off; its sessions end")
  SshView switchOff() {
    return ssh.switchOff();
  }

  @PostMapping("/bundle")
  @Operation(
      summary = "Log, health, versions and settings as one ZIP file, without secrets",
      description = "For owners. traces=true adds the messages of the last calls.")
  void bundle(@RequestParam(defaultValue = "false") boolean traces, HttpServletResponse response)
      throws IOException {
    // Not closed here: a refusal is answered as long as nothing was written.
    OutputStream out = Attachment.of(response, "belfry-support.zip", "application/zip");
    support.writeBundle(traces, out);
    out.flush();
  }
}
