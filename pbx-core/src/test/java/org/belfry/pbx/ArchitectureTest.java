package org.belfry.pbx;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;

/** Who may import whom (docs/architecture.md), kept by a test. */
@AnalyzeClasses(packages = "org.belfry.pbx", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** The front door wires clocks, sockets and lanes; everything below is given them. */
  private static final String FRONT_DOOR = "org.belfry.pbx";

  @ArchTest
  static final ArchRule plainJava =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "java.sql..",
              "javax.sql..",
              "com.vaadin..",
              "jakarta..",
              "org.belfry.media..",
              "org.belfry.provisioning..",
              "org.belfry.webui..",
              "org.belfry.appliance..");

  @ArchTest
  static final ArchRule jainStopsAtTheMessage =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.belfry.pbx.sip.message")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javax.sip..", "gov.nist..");

  @ArchTest
  static final ArchRule nettyStopsAtTheTransport =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.belfry.pbx.sip.transport..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule dnsjavaStopsAtTheDnsClient =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.belfry.pbx.sip.locate.dns")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.xbill..");

  @ArchTest
  static final ArchRule socketsStopAtTheTransport =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.belfry.pbx.sip.transport..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "are sockets or channels",
                  c ->
                      c.getPackageName().startsWith("java.nio.channels")
                          || c.isAssignableTo(java.net.Socket.class)
                          || c.isAssignableTo(java.net.ServerSocket.class)
                          || c.isAssignableTo(java.net.DatagramSocket.class)));

  @ArchTest
  static final ArchRule timeAndChanceAreArguments =
      noClasses()
          .that(
              DescribedPredicate.describe(
                  "are below the front door and no sockets: those time out by the machine's clock",
                  (JavaClass c) ->
                      !c.getPackageName().equals(FRONT_DOOR)
                          && !c.getPackageName().startsWith("org.belfry.pbx.sip.transport")))
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", java.time.Duration.class)
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current")
          .orShould()
          .callMethod(UUID.class, "randomUUID");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.belfry.pbx.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theUseCasesKnowOnlyTheCallRecords =
      classes()
          .that()
          .resideInAPackage("org.belfry.pbx.admin..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.belfry.pbx.admin..", "org.belfry.pbx.cdr..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule callsKnowNeitherTransportNorProxy =
      classes()
          .that()
          .resideInAPackage("org.belfry.pbx.call")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.belfry.pbx.call",
              "org.belfry.pbx.sip",
              "org.belfry.pbx.sip.message",
              "org.belfry.pbx.transaction",
              "org.belfry.pbx.directory",
              "org.belfry.pbx.engine",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule theEngineKnowsNoProtocol =
      classes()
          .that()
          .resideInAPackage("org.belfry.pbx.engine")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.belfry.pbx.engine", "java..", "org.jspecify..", "org.slf4j..");

  @ArchTest
  static void everyPackageSaysWhatItIsAndThatNullsAreMarked(JavaClasses all) {
    List<String> without = new ArrayList<>();
    all.stream()
        .map(JavaClass::getPackage)
        .distinct()
        .filter(p -> !p.isAnnotatedWith(NullMarked.class))
        .map(JavaPackage::getName)
        .forEach(without::add);
    assertThat(without).as("packages without a @NullMarked package-info").isEmpty();
  }
}
