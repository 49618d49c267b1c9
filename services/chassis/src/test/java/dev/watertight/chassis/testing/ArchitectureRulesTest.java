package dev.watertight.chassis.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule is shown a class that breaks it: a rule that catches nothing guards nothing. */
final class ArchitectureRulesTest {
    private static final String TWIN = "dev.watertight.twin.shop";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(TWIN);

    /** A rule and the part of the twin that breaks it. */
    record Twin(ArchRule rule, String broken) {
        @Override
        public String toString() {
            return broken;
        }
    }

    static Stream<Twin> twins() {
        return Stream.of(
                new Twin(ArchitectureRules.domainKnowsOnlyTheJdk(TWIN), "KnowsItsTechnology"),
                new Twin(ArchitectureRules.adaptersDoNotKnowEachOther(TWIN), "KnowsAnotherAdapter"),
                new Twin(ArchitectureRules.servicesDoNotKnowEachOther(TWIN), "KnowsItsNeighbour"),
                new Twin(ArchitectureRules.sqlOnlyInItsAdapter(TWIN), "SpeaksSql"),
                new Twin(ArchitectureRules.webClientOnlyInRemote(TWIN), "CallsOut"),
                new Twin(ArchitectureRules.wireTypesArePackagePrivate(TWIN), "TwinView"),
                new Twin(ArchitectureRules.timeComesFromAClock(TWIN), "AsksTheSystem.now()"),
                new Twin(ArchitectureRules.timeComesFromAClock(TWIN), "AsksTheSystem.clock()"),
                new Twin(ArchitectureRules.timeComesFromAClock(TWIN), "AsksTheSystem.millis()"),
                new Twin(ArchitectureRules.domainMeasuresNoTime(TWIN), "AsksTheSystem.nanos()"),
                new Twin(ArchitectureRules.chassisKnowsNoBusinessWord(), "FinePaymentsName"),
                new Twin(ArchitectureRules.chassisKnowsNoService(), "KnowsItsNeighbour"),
                new Twin(ArchitectureRules.packagesKnowEachOtherOneWay(TWIN), "KnowsItsCaller"),
                new Twin(ArchitectureRules.namesSayWhatItIs(), "BaseThing"),
                new Twin(ArchitectureRules.namesSayWhatItIs(), "AbstractThing"),
                new Twin(ArchitectureRules.namesSayWhatItIs(), "IThing"),
                new Twin(ArchitectureRules.namesSayWhatItIs(), "ThingImpl"),
                new Twin(ArchitectureRules.namesSayWhatItIs(), "ThingManager"),
                new Twin(ArchitectureRules.namesSayWhatItIs(), "ThingHelper"),
                new Twin(ArchitectureRules.namesSayWhatItIs(), "ThingUtil"),
                new Twin(ArchitectureRules.namesSayWhatItIs(), "ThingUtils"),
                new Twin(ArchitectureRules.noOptionalField(), "Perhaps.field"),
                new Twin(ArchitectureRules.noOptionalParameter(), "Perhaps.or("),
                new Twin(ArchitectureRules.fieldsAreFinal(), "Changes.bare"),
                new Twin(ArchitectureRules.nobodyPrints(), "Prints"),
                new Twin(ArchitectureRules.nobodyLogsPastTheSystemLogger(), "LogsPast"),
                new Twin(ArchitectureRules.nobodyThrowsBareExceptions(), "ThrowsBare"));
    }

    @ParameterizedTest
    @MethodSource("twins")
    void catchesItsBrokenTwin(Twin twin) {
        assertThat(violations(twin.rule())).anyMatch(violation -> violation.contains(twin.broken()));
    }

    @Test
    void hasABrokenTwinForEveryRule() {
        var shown = twins().map(twin -> twin.rule().getDescription()).toList();

        assertThat(Stream.concat(ArchitectureRules.service(TWIN).stream(), ArchitectureRules.chassis().stream()))
                .allMatch(rule -> shown.contains(rule.getDescription()));
    }

    @Test
    void leavesAVolatileFieldAlone() {
        assertThat(violations(ArchitectureRules.fieldsAreFinal())).noneMatch(text -> text.contains("Changes.seen"));
    }

    @Test
    void leavesAGuardedFieldAlone() {
        assertThat(violations(ArchitectureRules.fieldsAreFinal())).noneMatch(text -> text.contains("Changes.guarded"));
    }

    @Test
    void leavesTheTimeOfAGivenClockAlone() {
        assertThat(violations(ArchitectureRules.timeComesFromAClock(TWIN))).noneMatch(text -> text.contains("fine("));
    }

    @Test
    void leavesSqlInItsAdapterAlone() {
        assertThat(violations(ArchitectureRules.sqlOnlyInItsAdapter(TWIN))).noneMatch(text -> text.contains("Rows"));
    }

    @Test
    void leavesTheWebClientInRemoteAlone() {
        assertThat(violations(ArchitectureRules.webClientOnlyInRemote(TWIN)))
                .noneMatch(text -> text.contains("Elsewhere"));
    }

    @Test
    void refusesAPackageWithoutClasses() {
        assertThatThrownBy(() -> ArchitectureRules.check("dev.watertight.nobody"))
                .isInstanceOf(AssertionError.class);
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(CLASSES).getFailureReport().getDetails();
    }
}
