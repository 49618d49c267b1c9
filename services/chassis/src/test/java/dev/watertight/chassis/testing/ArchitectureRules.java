package dev.watertight.chassis.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/**
 * How our code hangs together, as far as a machine can tell. One test per module calls {@link #check} or
 * {@link #checkChassis}. A rule that finds nothing to judge fails: it would guard nothing.
 */
public final class ArchitectureRules {
    private static final String ALL = "dev.watertight..";
    private static final String CHASSIS = "dev.watertight.chassis..";
    private static final String TELEMETRY = "dev.watertight.chassis.telemetry..";

    private ArchitectureRules() {}

    /** Checks a service, such as {@code dev.watertight.order}. */
    public static void check(String servicePackage) {
        var classes = importer().importPackages(servicePackage);
        service(servicePackage).forEach(rule -> rule.check(classes));
    }

    /** Checks what services run on. */
    public static void checkChassis() {
        var classes = importer().importPackages("dev.watertight.chassis");
        chassis().forEach(rule -> rule.check(classes));
    }

    static List<ArchRule> service(String root) {
        return Stream.concat(
                        Stream.of(
                                domainKnowsOnlyTheJdk(root),
                                adaptersDoNotKnowEachOther(root),
                                servicesDoNotKnowEachOther(root),
                                sqlOnlyInItsAdapter(root),
                                webClientOnlyInRemote(root),
                                wireTypesArePackagePrivate(root),
                                timeComesFromAClock(root),
                                domainMeasuresNoTime(root)),
                        everywhere().stream())
                .toList();
    }

    static List<ArchRule> chassis() {
        return Stream.concat(
                        Stream.of(
                                chassisKnowsNoBusinessWord(),
                                chassisKnowsNoService(),
                                packagesKnowEachOtherOneWay("dev.watertight.chassis")),
                        everywhere().stream())
                .toList();
    }

    private static List<ArchRule> everywhere() {
        return List.of(
                namesSayWhatItIs(),
                noOptionalField(),
                noOptionalParameter(),
                fieldsAreFinal(),
                nobodyPrints(),
                nobodyLogsPastTheSystemLogger(),
                nobodyThrowsBareExceptions());
    }

    static ArchRule domainKnowsOnlyTheJdk(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", root + ".domain..")
                .because("what the shop decides must not change with its technology");
    }

    static ArchRule adaptersDoNotKnowEachOther(String root) {
        return slices().matching(root + ".(http|mysql|sqlite|remote)..")
                .should()
                .notDependOnEachOther()
                .because("arrows point inward");
    }

    static ArchRule servicesDoNotKnowEachOther(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(ALL).and(not(resideInAnyPackage(root + "..", CHASSIS))))
                .because("each is deployed alone");
    }

    static ArchRule sqlOnlyInItsAdapter(String root) {
        return noClasses()
                .that(not(resideInAnyPackage(root + ".mysql..", root + ".sqlite..")
                        .or(wiring())))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "dev.watertight.chassis.sql..")
                .because("a query is changed next to its table's other queries");
    }

    static ArchRule webClientOnlyInRemote(String root) {
        return noClasses()
                .that(not(resideInAPackage(root + ".remote..").or(wiring())))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon.webclient..", "java.net.http..", "dev.watertight.chassis.client..")
                .because("every call that leaves the process is found in one package");
    }

    static ArchRule wireTypesArePackagePrivate(String root) {
        return classes()
                .that()
                .resideInAnyPackage(root + ".http..", root + ".remote..")
                .and(describe("are wire types", Judgements::isWireType))
                .should()
                .notBePublic()
                .because("what goes over the wire is no type of ours");
    }

    static ArchRule timeComesFromAClock(String root) {
        return noClasses()
                .that(resideInAPackage(root + "..").and(not(wiring())))
                .should()
                .accessTargetWhere(describe("the time of day is asked for", Judgements::asksTheTime))
                .because("a test must be able to say what time it is");
    }

    static ArchRule domainMeasuresNoTime(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".domain..")
                .should()
                .callMethod(System.class, "nanoTime")
                .because("its time is a Clock");
    }

    static ArchRule chassisKnowsNoBusinessWord() {
        return noClasses()
                .should(be(describe("named for the business", Judgements::isNamedForTheBusiness)))
                .because("a fix in the chassis reaches every service");
    }

    static ArchRule chassisKnowsNoService() {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage(ALL).and(not(resideInAPackage(CHASSIS))))
                .because("arrows point to the chassis");
    }

    /** What lies in the root puts the packages together, or serves them all. */
    static ArchRule packagesKnowEachOtherOneWay(String root) {
        return slices().matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .as("packages should know each other one way")
                .because("a part is understood and changed without those that use it");
    }

    static ArchRule namesSayWhatItIs() {
        return noClasses()
                .should()
                .haveNameMatching(".*[.$]((Base|Abstract|I)[A-Z]\\w*|\\w*(Impl|Manager|Helper|Utils?))")
                .because("such a name says nothing");
    }

    static ArchRule noOptionalField() {
        return fields().should()
                .notHaveRawType(describe("Optional", Judgements::isOptional))
                .because("Optional is for answers; a field that may be absent is @Nullable");
    }

    static ArchRule noOptionalParameter() {
        return codeUnits()
                .that()
                .doNotHaveModifier(SYNTHETIC)
                .should()
                .notHaveRawParameterTypes(describe("an Optional", Judgements::anyOptional))
                .because("Optional is for answers; a parameter that may be absent is @Nullable");
    }

    static ArchRule fieldsAreFinal() {
        return fields().that()
                .doNotHaveModifier(SYNTHETIC)
                .should(be(describe("final, volatile or @GuardedBy a lock", Judgements::isSafe)))
                .because("what changes must say what makes that safe between threads");
    }

    static ArchRule nobodyPrints() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.watertight.chassis.Launcher")
                .should(ACCESS_STANDARD_STREAMS)
                .because("a log is one JSON object a line; only the launcher speaks to a person");
    }

    static ArchRule nobodyLogsPastTheSystemLogger() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(TELEMETRY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.slf4j..")
                .because("we log by System.Logger");
    }

    static ArchRule nobodyThrowsBareExceptions() {
        return noClasses().should(THROW_GENERIC_EXCEPTIONS).because("an exception is named for what went wrong");
    }

    private static ClassFileImporter importer() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"));
    }

    /** A Main and its configuration may know everything: that is what they are for. */
    private static DescribedPredicate<JavaClass> wiring() {
        return describe("Main or Config", type -> type.getName().matches(".*(Main|Config)"));
    }
}
