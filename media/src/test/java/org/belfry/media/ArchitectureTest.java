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

  /** docs/adr/0015: who calls C stands in two packages. */
  @ArchTest
  static final ArchRule foreignFunctionsInTwoPackages =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.belfry.media.codec.opus", "org.belfry.media.codec.spandsp")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign");

  @ArchTest
  static final ArchRule noPackageCycles =
      slices().matching("org.belfry.media.(**)").should().beFreeOfCycles();
}
