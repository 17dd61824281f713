package org.belfry.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What mixing, playing, recording and files may know. */
@AnalyzeClasses(packages = "org.belfry.media", importOptions = ImportOption.DoNotIncludeTests.class)
class SoundArchitectureTest {

  @ArchTest
  static final ArchRule theMixerIsPure =
      classes()
          .that()
          .resideInAPackage("org.belfry.media.mix")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.belfry.media.mix",
              "org.belfry.media.path",
              "java.lang..",
              "java.util",
              "java.util.function",
              "java.time",
              "org.jspecify.annotations");

  @ArchTest
  static final ArchRule onlyFilesTouchTheDisk =
      noClasses()
          .that()
          .resideInAnyPackage("org.belfry.media.mix", "org.belfry.media.play")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.channels..", "java.nio.file..");

  @ArchTest
  static final ArchRule noClockInMixingPlayingRecording =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.belfry.media.mix",
              "org.belfry.media.play",
              "org.belfry.media.record",
              "org.belfry.media.file")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock");
}
