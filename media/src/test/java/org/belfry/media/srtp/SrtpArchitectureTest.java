package org.belfry.media.srtp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Where the libraries of encryption stop. */
@AnalyzeClasses(packages = "org.belfry.media", importOptions = ImportOption.DoNotIncludeTests.class)
class SrtpArchitectureTest {

  @ArchTest
  static final ArchRule jitsiSrtpStopsAtSrtp =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.belfry.media.srtp")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jitsi.srtp..");

  @ArchTest
  static final ArchRule bouncyCastleStopsAtDtls =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.belfry.media.srtp.dtls")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..");

  @ArchTest
  static final ArchRule keyingKnowsNothingButSrtp =
      noClasses()
          .that()
          .resideInAPackage("org.belfry.media.srtp..")
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "are ours, and neither srtp nor rtp",
                  c ->
                      c.getPackageName().startsWith("org.belfry.")
                          && !c.getPackageName().startsWith("org.belfry.media.srtp")
                          && !c.getPackageName().equals("org.belfry.media.rtp")));
}
