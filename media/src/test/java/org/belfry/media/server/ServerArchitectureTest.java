package org.belfry.media.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the packages of the relay may know of. */
@AnalyzeClasses(packages = "org.belfry.media", importOptions = ImportOption.DoNotIncludeTests.class)
class ServerArchitectureTest {

  @ArchTest
  static final ArchRule rtpKnowsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("org.belfry.media.rtp")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.belfry.media.relay..", "org.belfry.media.server..", "org.belfry.media.srtp..");

  @ArchTest
  static final ArchRule theMachinesHaveNoSocketsAndNoThreads =
      noClasses()
          .that()
          .resideInAnyPackage("org.belfry.media.rtp", "org.belfry.media.relay")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.channels..", "java.util.concurrent..", "org.belfry.media.server..");

  @ArchTest
  static final ArchRule theMachinesDoNotLookAtTheClock =
      noClasses()
          .that()
          .resideInAnyPackage("org.belfry.media.rtp", "org.belfry.media.relay")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule socketCallsStandInOnePlace =
      noClasses()
          .that()
          .resideInAnyPackage("org.belfry.media.server", "org.belfry.media.relay")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.lang.foreign..", "java.nio.channels..");
}
