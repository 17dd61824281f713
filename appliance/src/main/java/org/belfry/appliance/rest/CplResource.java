package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.belfry.pbx.admin.CplAdmin;
import org.belfry.pbx.admin.CplAdmin.ImportView;
import org.belfry.pbx.admin.CplAdmin.RulesView;
import org.belfry.pbx.admin.NotFound;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A user's own script for their calls (CPL, RFC 3880). */
@RestController
@RequestMapping("/api/v1/users/{extension}")
@Tag(name = "call settings")
class CplResource {
  private static final String CPL = "application/cpl+xml"; // RFC 3880 §15.1

  /** More than a script may have: what is longer is refused for its length. */
  private static final int READ_MAX = 128 * 1024;

  private final CplAdmin scripts;

  CplResource(CplAdmin scripts) {
    this.scripts = scripts;
  }

  @GetMapping(path = "/cpl", produces = CPL)
  @Operation(summary = "The script of a user, as it was uploaded")
  String get(@PathVariable String extension) {
    return scripts.script(extension).orElseThrow(() -> new NotFound("script of user", extension));
  }

  @PutMapping(
      path = "/cpl",
      consumes = {CPL, "application/xml", "text/xml"})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Upload a script",
      description = "What is wrong with it is named with line and column.")
  void put(@PathVariable String extension, HttpServletRequest request) throws IOException {
    scripts.put(extension, request.getInputStream().readNBytes(READ_MAX));
  }

  @DeleteMapping("/cpl")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a script: the user's rules hold again")
  void delete(@PathVariable String extension) {
    scripts.delete(extension);
  }

  @PostMapping("/rules-from-cpl")
  @Operation(
      summary = "Turn a script into the user's rules",
      description = "Without a body the script that was uploaded. 422 says why it stays a script.")
  ImportView imported(@PathVariable String extension, HttpServletRequest request)
      throws IOException {
    return scripts.imported(extension, request.getInputStream().readNBytes(READ_MAX));
  }

  @GetMapping("/rules-as-cpl")
  @Operation(summary = "A user's own rules as a script, and what it has no words for")
  RulesView rules(@PathVariable String extension) {
    return scripts.rules(extension);
  }
}
