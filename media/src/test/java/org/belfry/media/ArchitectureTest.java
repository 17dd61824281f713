package org.belfry.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of docs/architecture.md for this jar. */
@AnalyzeClasses(packages = "org.belfry.media", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule noSipNoSpringNoSql =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.belfry.pbx..",
              "org.belfry.appliance..",
              "org.belfry.webui..",
              "org.belfry.provisioning..",
              "javax.sip..",
              "org.springframework..",
              "java.sql..");

  /** docs/adr/0016: of the sound, two packages call C; the sockets are another such place. */
  @ArchTest
  static final ArchRule foreignFunctionsHaveTheirPlaces =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.belfry.media.codec.opus",
              "org.belfry.media.codec.spandsp",
              "org.belfry.media.server..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign");

  @ArchTest
  static final ArchRule noPackageCycles =
      slices().matching("org.belfry.media.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ice4jStopsAtItsBorder =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.belfry.media.ice.ice4j..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.ice4j..");

  @ArchTest
  static final ArchRule iceHasNoSocketsAndNoClock =
      noClasses()
          .that()
          .resideInAPackage("org.belfry.media.ice..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.channels..", "java.util.concurrent..")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime");
}
