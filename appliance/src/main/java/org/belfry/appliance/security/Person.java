package org.belfry.appliance.security;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.belfry.pbx.admin.SignInAdmin.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.CredentialsContainer;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * Who has given a password, as Spring Security keeps it in the session. One who has an
 * authenticator may nothing but type its code until that is done.
 */
final class Person implements UserDetails, CredentialsContainer {
  @Serial private static final long serialVersionUID = 1L;

  /** All that somebody may whose code is still missing. */
  static final String CODE = "ROLE_CODE";

  private final String principal;
  private final Role role;
  private final boolean hasPhone;
  private final boolean codeMissing;
  private @Nullable String passwordHash;

  /**
   * @param hasPhone true for users of the directory: the portal is theirs
   * @param codeMissing true until the code of the authenticator was typed
   */
  Person(
      String principal,
      @Nullable String passwordHash,
      Role role,
      boolean hasPhone,
      boolean codeMissing) {
    this.principal = principal;
    this.passwordHash = passwordHash;
    this.role = role;
    this.hasPhone = hasPhone;
    this.codeMissing = codeMissing;
  }

  /** The same, after the code. */
  Person proved() {
    return new Person(principal, passwordHash, role, hasPhone, false);
  }

  @Override
  public Collection<? extends GrantedAuthority> getAuthorities() {
    List<GrantedAuthority> all = new ArrayList<>();
    if (codeMissing) {
      all.add(new SimpleGrantedAuthority(CODE));
      return all;
    }
    for (Role each : Role.values()) {
      // Each may what those below may; but the portal is for those with a phone.
      if (each != Role.USER && each.compareTo(role) >= 0) {
        all.add(new SimpleGrantedAuthority("ROLE_" + each.name()));
      }
    }
    if (hasPhone) {
      all.add(new SimpleGrantedAuthority("ROLE_USER"));
    }
    return all;
  }

  @Override
  public @Nullable String getPassword() {
    return passwordHash;
  }

  @Override
  public String getUsername() {
    return principal;
  }

  @Override
  public void eraseCredentials() {
    passwordHash = null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Person p && p.principal.equals(principal);
  }

  @Override
  public int hashCode() {
    return principal.hashCode();
  }

  @Override
  public String toString() {
    return principal;
  }
}
