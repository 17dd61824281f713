package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.belfry.pbx.admin.MailAdmin;
import org.belfry.pbx.admin.MailAdmin.MailServerView;
import org.belfry.pbx.admin.MailAdmin.MailState;
import org.belfry.pbx.admin.MailAdmin.OutboxPage;
import org.belfry.pbx.admin.MailAdmin.SetMailServer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Mail that Belfry sends. */
@RestController
@RequestMapping("/api/v1/mail")
@Tag(name = "mail")
class MailResource {
  private final MailAdmin mail;

  MailResource(MailAdmin mail) {
    this.mail = mail;
  }

  record TestMail(@Nullable String to) {}

  /**
   * @param problem null when the server took it
   */
  record Tested(boolean taken, @Nullable String problem) {}

  @GetMapping
  @Operation(summary = "The mail server, and how mail stands")
  MailServerView server() {
    return mail.server();
  }

  @PutMapping
  @Operation(
      summary = "Set the mail server",
      description =
          "Example: {\"host\":\"smtp.example.org\",\"from\":\"pbx@example.org\",\"user\":\"pbx\","
              + "\"password\":\"…\",\"security\":\"STARTTLS\"}. A password left out stays.")
  MailServerView set(@RequestBody SetMailServer command) {
    return mail.setServer(command);
  }

  @DeleteMapping
  @Operation(summary = "Use the mail server of the configuration again")
  MailServerView reset() {
    return mail.resetServer();
  }

  @PostMapping("/test")
  @Operation(summary = "Send a mail at once, and say whether the server took it")
  Tested test(@RequestBody TestMail command) {
    String problem = mail.test(command.to() == null ? "" : command.to());
    return new Tested(problem == null, problem);
  }

  @GetMapping("/outbox")
  @Operation(summary = "Mail that is not sent yet, and mail that was given up")
  OutboxPage outbox(
      @RequestParam(required = false) @Nullable MailState state,
      @RequestParam(defaultValue = "0") int offset,
      @RequestParam(defaultValue = "50") int limit) {
    return mail.outbox(state, offset, limit);
  }

  @PostMapping("/outbox/{id}/retry")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Try a mail again now, also one that was given up")
  void retry(@PathVariable long id) {
    mail.retry(id);
  }

  @DeleteMapping("/outbox/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a mail")
  void delete(@PathVariable long id) {
    mail.delete(id);
  }
}
