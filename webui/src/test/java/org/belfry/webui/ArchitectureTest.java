package org.belfry.webui;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.annotation.security.RolesAllowed;

@AnalyzeClasses(packages = "org.belfry.webui", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule pagesKnowTheUseCasesAndNothingBehindThem =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.belfry.pbx.sip..",
              "org.belfry.pbx.engine..",
              "org.belfry.pbx.directory..",
              "org.belfry.pbx.registrar..",
              "org.belfry.pbx.proxy..",
              "org.belfry.pbx.auth..",
              "org.belfry.pbx",
              "org.belfry.media..",
              "org.belfry.appliance..",
              "java.sql..",
              "javax.sql..",
              "javax.sip..",
              "org.springframework.jdbc..",
              "org.springframework.data..");

  @ArchTest
  static final ArchRule springIsOnlyAWordOnAClass =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.beans..",
              "org.springframework.security..",
              "org.springframework.web..",
              "org.springframework.boot..");

  @ArchTest
  static final ArchRule featuresDoNotNeedEachOtherInCircles =
      slices().matching("org.belfry.webui.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule everyPageHasATitle =
      classes().that().areAnnotatedWith(Route.class).should().implement(HasDynamicTitle.class);

  @ArchTest
  static final ArchRule everyPageSaysWhoMaySeeIt =
      classes()
          .that()
          .areAnnotatedWith(Route.class)
          .should()
          .beAnnotatedWith(RolesAllowed.class)
          .orShould()
          .beAnnotatedWith(AnonymousAllowed.class);

  @ArchTest
  static final ArchRule onlySignInAndSetupAreOpenToEveryone =
      classes()
          .that()
          .areAnnotatedWith(Route.class)
          .and()
          .areAnnotatedWith(AnonymousAllowed.class)
          .should()
          .resideInAnyPackage("org.belfry.webui.login", "org.belfry.webui.setup");
}
