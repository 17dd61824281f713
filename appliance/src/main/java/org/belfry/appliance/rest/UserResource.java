package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RelayAccess;
import org.belfry.pbx.admin.UserAdmin;
import org.belfry.pbx.admin.UserAdmin.ChangeUser;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.admin.UserAdmin.NewUser;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Users. */
@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "users")
class UserResource {
  private final UserAdmin users;
  private final RelayAccess relay;
  private final JsonMapper json;

  UserResource(UserAdmin users, RelayAccess relay, JsonMapper json) {
    this.users = users;
    this.relay = relay;
    this.json = json;
  }

  /** A user just created, with the password that is shown this once. */
  record CreatedUser(
      long id,
      String extension,
      String name,
      @Nullable String email,
      String sipPassword,
      String domain) {
    static CreatedUser of(NewUser u) {
      return new CreatedUser(
          u.user().id(),
          u.user().extension(),
          u.user().name(),
          u.user().email(),
          u.sipPassword(),
          u.domain());
    }
  }

  @GetMapping
  @Operation(summary = "All users, or the one with an extension")
  List<UserView> list(@RequestParam(required = false) @Nullable String extension) {
    return users.users().stream()
        .filter(u -> extension == null || u.extension().equalsIgnoreCase(extension))
        .toList();
  }

  @GetMapping("/{id}")
  @Operation(summary = "One user")
  UserView get(@PathVariable long id) {
    return users.user(id).orElseThrow(() -> new NotFound("user", id));
  }

  @PostMapping
  @Operation(
      summary = "Create a user, or several with an array: all or none",
      description =
          "A SIP password is generated when none is given, and shown in this answer only.")
  @ApiResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(oneOf = {CreatedUser.class, CreatedUser[].class})))
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = @Content(schema = @Schema(oneOf = {CreateUser.class, CreateUser[].class})))
  ResponseEntity<Object> create(@RequestBody JsonNode body) {
    if (body.isArray()) {
      List<CreatedUser> created =
          users.create(commands(body)).stream().map(CreatedUser::of).toList();
      return ResponseEntity.status(HttpStatus.CREATED).body(created);
    }
    if (!body.isObject()) {
      throw new InvalidCommand("body", "must be an object or an array of objects");
    }
    CreatedUser created = CreatedUser.of(users.create(List.of(read("", body))).getFirst());
    return ResponseEntity.created(URI.create("/api/v1/users/" + created.id())).body(created);
  }

  @PostMapping("/check")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Check an array of users without creating any",
      description = "204 when all could be created; otherwise 422 as by creating them.")
  void check(@RequestBody JsonNode body) {
    if (!body.isArray()) {
      throw new InvalidCommand("body", "must be an array of objects");
    }
    users.check(commands(body));
  }

  private List<CreateUser> commands(JsonNode array) {
    List<CreateUser> commands = new ArrayList<>();
    for (JsonNode one : array) {
      commands.add(read("[" + commands.size() + "].", one));
    }
    return commands;
  }

  @PutMapping("/{id}")
  @Operation(summary = "Change a user; what is left out stays")
  UserView put(@PathVariable long id, @RequestBody ChangeUser command) {
    return users.change(id, command);
  }

  @PatchMapping("/{id}")
  @Operation(summary = "Change a user; what is left out stays")
  UserView patch(@PathVariable long id, @RequestBody ChangeUser command) {
    return users.change(id, command);
  }

  @PostMapping("/{id}/sip-password")
  @Operation(summary = "Give a user a new generated SIP password")
  CreatedUser resetSipPassword(@PathVariable long id) {
    return CreatedUser.of(users.resetSipPassword(id));
  }

  @GetMapping("/{id}/turn")
  @Operation(
      summary = "What a phone of this user needs to use the TURN server, good for some hours",
      description = "The answer is what a browser takes as one of its iceServers.")
  ResponseEntity<RelayAccess.Access> turn(@PathVariable long id, HttpServletRequest request) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(relay.accessOf(id, request.getServerName()));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a user; call history stays")
  void delete(@PathVariable long id) {
    users.delete(id);
  }

  private CreateUser read(String prefix, JsonNode node) {
    try {
      return json.treeToValue(node, CreateUser.class);
    } catch (JacksonException e) {
      throw new UnreadableBody(prefix, e);
    }
  }
}
