package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.belfry.pbx.admin.StorageMonitor;
import org.belfry.pbx.admin.StorageMonitor.StorageView;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What takes the disk. */
@RestController
@RequestMapping("/api/v1/storage")
@Tag(name = "system")
class StorageResource {
  private final StorageMonitor storage;

  StorageResource(StorageMonitor storage) {
    this.storage = storage;
  }

  @GetMapping
  @Operation(
      summary = "What takes the disk, by part and by user, in bytes",
      description = "Measured at most every five minutes.")
  StorageView storage() {
    return storage.storage();
  }
}
