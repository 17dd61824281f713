package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.belfry.pbx.admin.GroupAdmin;
import org.belfry.pbx.admin.GroupAdmin.GroupView;
import org.belfry.pbx.admin.GroupAdmin.SaveGroup;
import org.belfry.pbx.admin.NotFound;
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

/** Ring groups. */
@RestController
@RequestMapping("/api/v1/groups")
@Tag(name = "groups")
class GroupResource {
  private final GroupAdmin groups;

  GroupResource(GroupAdmin groups) {
    this.groups = groups;
  }

  @GetMapping
  @Operation(summary = "All ring groups")
  List<GroupView> list() {
    return groups.groups();
  }

  @GetMapping("/{id}")
  @Operation(summary = "One group")
  GroupView get(@PathVariable long id) {
    return groups.group(id).orElseThrow(() -> new NotFound("group", id));
  }

  @PostMapping
  @Operation(
      summary = "Create one",
      description =
          "Example: {\"number\":\"600\",\"name\":\"Sales\",\"members\":[{\"extension\":\"1001\"}]}")
  ResponseEntity<GroupView> create(@RequestBody SaveGroup command) {
    GroupView created = groups.create(command);
    return ResponseEntity.created(URI.create("/api/v1/groups/" + created.id())).body(created);
  }

  @PutMapping("/{id}")
  @Operation(summary = "Replace one")
  GroupView replace(@PathVariable long id, @RequestBody SaveGroup command) {
    return groups.replace(id, command);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete one; refused while something still goes by it")
  void delete(@PathVariable long id) {
    groups.delete(id);
  }
}
