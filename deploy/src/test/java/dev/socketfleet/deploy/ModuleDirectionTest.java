package dev.socketfleet.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Data flows one way, and so do dependencies. */
class ModuleDirectionTest {

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.socketfleet");

  @Test
  void collectorAndStreamsShareRecordsOnTopicsOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.socketfleet.collector..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.socketfleet.streams..", "dev.socketfleet.deploy..")
        .check(PRODUCT);
    noClasses()
        .that()
        .resideInAPackage("dev.socketfleet.streams..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.socketfleet.collector..", "dev.socketfleet.deploy..")
        .check(PRODUCT);
  }

  @Test
  void commonKnowsNobody() {
    noClasses()
        .that()
        .resideInAPackage("dev.socketfleet.common..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.socketfleet.collector..", "dev.socketfleet.streams..", "dev.socketfleet.deploy..")
        .check(PRODUCT);
  }

  @Test
  void theModelKnowsOnlyTheJdk() {
    noClasses()
        .that()
        .resideInAPackage("dev.socketfleet.common.model..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("dev.socketfleet.common.model..", "java..", "org.jspecify..")
        .check(PRODUCT);
  }

  @Test
  void rulesWindowsAndBaselinesKnowNoKafka() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.socketfleet.collector.normalize..",
            "dev.socketfleet.streams.window..",
            "dev.socketfleet.streams.rule..",
            "dev.socketfleet.streams.baseline..",
            "dev.socketfleet.streams.alert..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "io.javalin..")
        .check(PRODUCT);
  }

  @Test
  void packagesHaveNoCycles() {
    for (String module : new String[] {"common", "collector", "streams", "deploy"}) {
      slices()
          .matching("dev.socketfleet." + module + ".(*)..")
          .should()
          .beFreeOfCycles()
          .check(PRODUCT);
    }
  }
}
