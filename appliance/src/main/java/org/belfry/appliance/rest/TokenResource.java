package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.AccountAdmin.ApiTokenView;
import org.belfry.pbx.admin.AccountAdmin.NewApiToken;
import org.belfry.pbx.admin.InvalidCommand;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API tokens. */
@RestController
@RequestMapping("/api/v1/api-tokens")
@Tag(name = "API tokens")
class TokenResource {
  private final AccountAdmin accounts;

  TokenResource(AccountAdmin accounts) {
    this.accounts = accounts;
  }

  record CreateToken(@Nullable String name) {}

  @GetMapping
  @Operation(summary = "All tokens, without their secrets")
  List<ApiTokenView> list() {
    return accounts.apiTokens();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Create a token; its secret is shown in this answer only")
  NewApiToken create(@RequestBody CreateToken command) {
    if (command.name() == null) {
      throw new InvalidCommand("name", "is needed");
    }
    return accounts.createApiToken(command.name());
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a token; whoever uses it is shut out at once")
  void delete(@PathVariable long id) {
    accounts.deleteApiToken(id);
  }
}
