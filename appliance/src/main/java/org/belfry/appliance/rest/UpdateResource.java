package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.UpdateAdmin;
import org.belfry.pbx.admin.UpdateAdmin.UpdateView;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Updates of Belfry itself. */
@RestController
@RequestMapping("/api/v1/update")
@Tag(name = "update")
class UpdateResource {
  private final UpdateAdmin updates;

  UpdateResource(UpdateAdmin updates) {
    this.updates = updates;
  }

  /** When to install. */
  enum When {
    NOW,
    TONIGHT
  }

  /**
   * @param when now, or in the first minute without calls after two o'clock
   */
  record Install(@Nullable When when) {}

  @GetMapping
  @Operation(summary = "Version, newer version, update that is ready, installation and history")
  UpdateView update() {
    return updates.update();
  }

  @PostMapping("/check")
  @Operation(summary = "Ask the update server for a newer version")
  UpdateView check() {
    return updates.check();
  }

  @PostMapping("/download")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Download the newer version")
  UpdateView download() {
    return updates.download();
  }

  @PutMapping("/file")
  @Operation(
      summary = "Upload an update file",
      description = "As ./belfry release makes it. Its signature is checked when it is installed.")
  UpdateView put(HttpServletRequest request) throws IOException {
    return updates.take(request.getInputStream());
  }

  @DeleteMapping("/file")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete the update that is ready")
  void discard() {
    updates.discard();
  }

  @PostMapping("/install")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Install the update that is ready",
      description =
          "Calls end. Returns to the previous version when the new one is not healthy within five"
              + " minutes (ten on the image).")
  UpdateView install(@RequestBody Install command) {
    return switch (command.when()) {
      case NOW -> updates.installNow();
      case TONIGHT -> updates.installTonight();
      case null -> throw new InvalidCommand("when", "required");
    };
  }

  @PostMapping("/back")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Return to the version before the last update",
      description =
          "With the database that it had: what has changed since is lost. Calls end. Possible for"
              + " seven days.")
  UpdateView back() {
    return updates.goBack();
  }

  @DeleteMapping("/install")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Cancel the installation of the coming night")
  void cancel() {
    updates.cancelInstallation();
  }
}
