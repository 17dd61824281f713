package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.DeletedItems.DeletedItem;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What was deleted of the dial plan. */
@RestController
@RequestMapping("/api/v1/deleted-items")
@Tag(name = "system")
class DeletedResource {
  private final DeletedItems deleted;

  DeletedResource(DeletedItems deleted) {
    this.deleted = deleted;
  }

  @GetMapping
  @Operation(summary = "What was deleted of the dial plan in the last month, newest first")
  List<DeletedItem> items() {
    return deleted.items();
  }

  @PostMapping("/{id}/restore")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Put it back as it was; refused while its name or number is in use")
  void restore(@PathVariable long id) {
    deleted.restore(id);
  }
}
