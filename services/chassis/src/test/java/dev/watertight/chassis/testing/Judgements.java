package dev.watertight.chassis.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the architecture rules ask of a single class, field or access. */
final class Judgements {
    private static final String WORD_BOUNDARY = "[.$_]|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])";
    private static final Set<String> BUSINESS = Set.of(
            "acquirer",
            "basket",
            "cart",
            "catalog",
            "charge",
            "checkout",
            "currency",
            "customer",
            "invoice",
            "ledger",
            "merchandiser",
            "money",
            "order",
            "payment",
            "price",
            "product",
            "refund",
            "reservation",
            "settlement",
            "shipment",
            "stock",
            "user");

    private Judgements() {}

    static boolean isNamedForTheBusiness(JavaClass type) {
        return Arrays.stream(type.getName().split(WORD_BOUNDARY))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .anyMatch(word -> BUSINESS.contains(word) || BUSINESS.contains(word.replaceAll("s$", "")));
    }

    static boolean isWireType(JavaClass type) {
        return type.getSimpleName().endsWith("Json") || type.getSimpleName().endsWith("View");
    }

    static boolean isSafe(JavaField field) {
        return field.getModifiers().contains(JavaModifier.FINAL)
                || field.getModifiers().contains(JavaModifier.VOLATILE)
                || field.isAnnotatedWith(GuardedBy.class);
    }

    static boolean isOptional(JavaClass type) {
        return type.getName().matches("java\\.util\\.Optional(Int|Long|Double)?");
    }

    static boolean anyOptional(List<JavaClass> types) {
        return types.stream().anyMatch(Judgements::isOptional);
    }

    /** {@code Instant.now(clock)} is fine, {@code Instant.now()} and {@code Clock.systemUTC()} are not. */
    static boolean asksTheTime(JavaAccess<?> access) {
        var owner = access.getTargetOwner();
        var name = access.getName();
        var signature = access.getTarget().getFullName();
        if (owner.getPackageName().equals("java.time") && name.equals("now")) {
            return !signature.contains(Clock.class.getName());
        }
        return (owner.isEquivalentTo(Clock.class) && name.startsWith("system"))
                || (owner.isEquivalentTo(Date.class) && signature.endsWith("<init>()"))
                || (owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis"));
    }
}
