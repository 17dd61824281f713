package org.belfry.appliance.rest;

import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.Principal;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.SignInAdmin.Invitation;
import org.belfry.pbx.admin.SignInAdmin.Role;
import org.belfry.pbx.admin.SignInAdmin.WebAccess;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** How users sign in to their pages. */
@RestController
@RequestMapping("/api/v1/users/{id}")
@Tag(name = "users")
class WebAccessResource {
  private final SignInAdmin signIns;

  WebAccessResource(SignInAdmin signIns) {
    this.signIns = signIns;
  }

  /** Null leaves a field as it is. */
  record ChangeWebAccess(@Nullable Role role, @Nullable String password) {
    /** The password stays out of logs. */
    @Override
    public String toString() {
      return "ChangeWebAccess[role=" + role + "]";
    }
  }

  @GetMapping("/web-access")
  WebAccess access(@PathVariable long id) {
    return signIns.access(id);
  }

  @PatchMapping("/web-access")
  WebAccess change(@PathVariable long id, @RequestBody ChangeWebAccess command, Principal by) {
    if (command.role() != null || command.password() != null) {
      signIns.change(by.getName(), id, command.role(), command.password());
    }
    return signIns.access(id);
  }

  @DeleteMapping("/web-access")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void withdraw(@PathVariable long id, Principal by) {
    signIns.withdraw(by.getName(), id);
  }

  @PostMapping("/invitation")
  @ResponseStatus(HttpStatus.CREATED)
  Invitation invite(
      @PathVariable long id,
      @RequestParam(defaultValue = "en") String language,
      Principal by,
      HttpServletRequest request) {
    String base = URI.create(request.getRequestURL().toString()).resolve("/").toString();
    return signIns.invite(by.getName(), id, base, language);
  }
}
