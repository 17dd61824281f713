package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.MailTemplateAdmin;
import org.belfry.pbx.admin.MailTemplateAdmin.MailKind;
import org.belfry.pbx.admin.MailTemplateAdmin.Preview;
import org.belfry.pbx.admin.MailTemplateAdmin.SaveTemplate;
import org.belfry.pbx.admin.MailTemplateAdmin.TemplateView;
import org.belfry.pbx.admin.NotFound;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The texts of our mails. */
@RestController
@RequestMapping("/api/v1/mail/templates")
@Tag(name = "mail")
class MailTemplateResource {
  private final MailTemplateAdmin templates;

  MailTemplateResource(MailTemplateAdmin templates) {
    this.templates = templates;
  }

  @GetMapping
  @Operation(summary = "The texts of all mails in all languages, with their placeholders")
  List<TemplateView> all() {
    return templates.templates();
  }

  @GetMapping("/{kind}/{language}")
  @Operation(summary = "The text of one mail")
  TemplateView get(@PathVariable String kind, @PathVariable String language) {
    return templates.template(kind(kind), language);
  }

  @PutMapping("/{kind}/{language}")
  @Operation(summary = "Change the text of a mail")
  TemplateView save(
      @PathVariable String kind, @PathVariable String language, @RequestBody SaveTemplate command) {
    return templates.save(kind(kind), language, command);
  }

  @DeleteMapping("/{kind}/{language}")
  @Operation(summary = "Restore the default text of a mail")
  TemplateView restore(@PathVariable String kind, @PathVariable String language) {
    return templates.restore(kind(kind), language);
  }

  @PostMapping("/{kind}/{language}/preview")
  @Operation(summary = "A mail as it would be with this text and example values; nothing is saved")
  Preview preview(
      @PathVariable String kind, @PathVariable String language, @RequestBody SaveTemplate command) {
    return templates.preview(kind(kind), language, command);
  }

  private static MailKind kind(String kind) {
    try {
      return MailKind.valueOf(kind.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new NotFound("kind of mail", kind);
    }
  }
}
