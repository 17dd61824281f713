package org.belfry.webui.base;

import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.spring.security.AuthenticationContext;
import java.util.Locale;
import java.util.Optional;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.SignInAdmin.SignedIn;
import org.springframework.stereotype.Component;

/** Who is signed in on this page. */
@Component
public class Myself {
  private final SignInAdmin signIns;
  private final AuthenticationContext authentication;

  Myself(SignInAdmin signIns, AuthenticationContext authentication) {
    this.signIns = signIns;
    this.authentication = authentication;
  }

  /** Under what name. */
  public String principal() {
    return authentication.getPrincipalName().orElse("");
  }

  /**
   * @throws NotFound when the account or the user is gone meanwhile
   */
  public SignedIn now() {
    return signIns.signedIn(principal());
  }

  /**
   * The extension of who has one.
   *
   * @throws NotFoundException when an account without a phone asks
   */
  public String extension() {
    String extension = now().extension();
    if (extension == null) {
      throw new NotFoundException();
    }
    return extension;
  }

  /** What somebody who is signed in has chosen. */
  Optional<String> language() {
    try {
      return principal().isEmpty() ? Optional.empty() : Optional.ofNullable(now().language());
    } catch (NotFound gone) {
      return Optional.empty();
    }
  }

  /** Keeps the language that was chosen. */
  void speak(Locale language) {
    signIns.speak(principal(), language.getLanguage());
  }

  /** True for those who may see the pages of administrators. */
  public boolean administers() {
    return authentication.hasRole("ADMIN");
  }

  /** True for those who see how calls go, of all. */
  public boolean supervises() {
    return administers() || authentication.hasRole("SUPERVISOR");
  }

  /** True for those who have a portal. */
  public boolean hasPortal() {
    return authentication.hasRole("USER");
  }

  /** True while the code of the authenticator is missing. */
  public boolean owesCode() {
    return authentication.hasRole("CODE");
  }

  /** Ends the session. */
  public void signOut() {
    authentication.logout();
  }
}
