package org.belfry.appliance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.belfry.pbx.SipServer;

/** What the appliance may not reach into. */
@AnalyzeClasses(
    packages = "org.belfry.appliance",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule neitherSocketsNorGrammar =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "javax.sip..", "gov.nist..");

  @ArchTest
  static final ArchRule onlyCallControlHoldsTheSipServer =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.belfry.appliance.callcontrol..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(SipServer.class);

  @ArchTest
  static final ArchRule theApiKnowsTheUseCasesOnly =
      noClasses()
          .that()
          .resideInAPackage("org.belfry.appliance.rest..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "org.springframework.jdbc..",
              "org.belfry.pbx.registrar..",
              "org.belfry.pbx.proxy..",
              "org.belfry.appliance.directory..",
              "org.belfry.appliance.cdr..");
}
