package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.WebhookAdmin;
import org.belfry.pbx.admin.WebhookAdmin.NewWebhook;
import org.belfry.pbx.admin.WebhookAdmin.SaveWebhook;
import org.belfry.pbx.admin.WebhookAdmin.WebhookView;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Servers that are told of calls. */
@RestController
@RequestMapping("/api/v1/webhooks")
@Tag(name = "events")
class WebhookResource {
  private final WebhookAdmin webhooks;

  WebhookResource(WebhookAdmin webhooks) {
    this.webhooks = webhooks;
  }

  @GetMapping
  @Operation(summary = "All webhooks, and how their deliveries stand")
  List<WebhookView> list() {
    return webhooks.webhooks();
  }

  @GetMapping("/{id}")
  @Operation(summary = "One webhook")
  WebhookView get(@PathVariable long id) {
    return webhooks.webhook(id).orElseThrow(() -> new NotFound("webhook", id));
  }

  @PostMapping
  @Operation(
      summary = "Create a webhook; its secret is shown in this answer only",
      description = "Example: {\"url\":\"https://crm.example/calls\",\"events\":[\"ENDED\"]}")
  ResponseEntity<NewWebhook> create(@RequestBody SaveWebhook command) {
    NewWebhook created = webhooks.create(command);
    URI place = URI.create("/api/v1/webhooks/" + created.webhook().id());
    return ResponseEntity.created(place).body(created);
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace a webhook; the secret stays")
  WebhookView replace(@PathVariable long id, @RequestBody SaveWebhook command) {
    return webhooks.replace(id, command);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a webhook")
  void delete(@PathVariable long id) {
    webhooks.delete(id);
  }
}
