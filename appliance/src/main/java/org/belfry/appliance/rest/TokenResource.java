package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.AccountAdmin.ApiTokenView;
import org.belfry.pbx.admin.AccountAdmin.CreateApiToken;
import org.belfry.pbx.admin.AccountAdmin.NewApiToken;
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

  @GetMapping
  @Operation(summary = "All tokens, without their secrets")
  List<ApiTokenView> list() {
    return accounts.apiTokens();
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Create a token; its secret is shown in this answer only",
      description =
          "Example: {\"name\":\"wallboard\",\"scopes\":[\"READ\"],"
              + "\"expiresAt\":\"2027-12-31T00:00:00Z\"}")
  NewApiToken create(@RequestBody CreateApiToken command) {
    return accounts.createApiToken(command);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Delete a token; whoever uses it is shut out at once")
  void delete(@PathVariable long id) {
    accounts.deleteApiToken(id);
  }
}
