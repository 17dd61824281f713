package org.belfry.media.sdp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Descriptions are text and values. */
@AnalyzeClasses(
    packages = "org.belfry.media.sdp",
    importOptions = ImportOption.DoNotIncludeTests.class)
class SdpArchitectureTest {

  @ArchTest
  static final ArchRule nothingButTheJdk =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.belfry.media.sdp..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule noClockNoNetworkNoChance =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.(net|nio\\.channels|security)\\..*|java\\.util\\.(Random|UUID)"
                  + "|java\\.time\\..*|java\\.lang\\.Thread");
}
