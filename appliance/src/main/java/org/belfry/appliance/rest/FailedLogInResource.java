package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.belfry.pbx.admin.FailedLogInAdmin;
import org.belfry.pbx.admin.FailedLogInAdmin.FailedLogInView;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Log-ins that failed, at every door. */
@RestController
@RequestMapping("/api/v1/failed-log-ins")
@Tag(name = "bans")
class FailedLogInResource {
  private final FailedLogInAdmin failures;

  FailedLogInResource(FailedLogInAdmin failures) {
    this.failures = failures;
  }

  @GetMapping
  @Operation(
      summary = "Failed log-ins by door, address and name, newest first",
      description = "Since the start, of the last seven days, 500 at most.")
  List<FailedLogInView> failedLogIns() {
    return failures.failedLogIns();
  }

  @DeleteMapping("/{address}/block")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Let an address try again at once, at every door")
  void unblock(@PathVariable String address) {
    failures.unblock(address);
  }
}
