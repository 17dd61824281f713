package org.belfry.webui.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.annotation.security.RolesAllowed;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who may open what: all routes there are. */
class RolesTest {
  private static final Set<String> ADMINISTRATORS = Set.of("ADMIN");
  private static final Set<String> SUPERVISORS = Set.of("ADMIN", "SUPERVISOR");
  private static final Set<String> USERS = Set.of("USER");
  private static final Set<String> EVERYBODY = Set.of();

  /** All others are for administrators. */
  private static final Map<String, Set<String>> OTHERS =
      Map.of(
          "login", EVERYBODY,
          "setup", EVERYBODY,
          "welcome", EVERYBODY,
          "login/code", Set.of("CODE"),
          "calls", SUPERVISORS,
          "history", SUPERVISORS,
          "queue", SUPERVISORS,
          "reports", SUPERVISORS,
          "wallboard", SUPERVISORS);

  @Test
  void eachPageIsOpenToThoseItIsMeantFor() {
    Map<String, Set<String>> found = new TreeMap<>();
    Map<String, Set<String>> meant = new TreeMap<>();
    for (JavaClass page :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.belfry.webui")) {
      if (page.isAnnotatedWith(Route.class)) {
        String path = page.getAnnotationOfType(Route.class).value();
        found.put(path, roles(page));
        meant.put(path, OTHERS.getOrDefault(path, ofOthers(path)));
      }
    }
    assertThat(found).isEqualTo(meant).containsKeys("", "portal", "users", "login/code");
  }

  private static Set<String> ofOthers(String path) {
    return path.equals("portal") || path.startsWith("portal/") ? USERS : ADMINISTRATORS;
  }

  private static Set<String> roles(JavaClass page) {
    if (page.isAnnotatedWith(AnonymousAllowed.class)) {
      return EVERYBODY;
    }
    return Set.of(page.getAnnotationOfType(RolesAllowed.class).value());
  }
}
