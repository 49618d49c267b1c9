package dev.watertight.user.domain;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * An account.
 *
 * @param roles what its owner may do; everybody is a customer
 */
public record User(UUID id, Email email, String name, Set<String> roles, Instant createdAt) {
    public static final int MAX_NAME = 100;
    public static final String CUSTOMER = "customer";

    public User {
        var all = new TreeSet<>(roles);
        all.add(CUSTOMER);
        roles = java.util.Collections.unmodifiableSortedSet(all);
        if (!isName(name)) {
            throw new IllegalArgumentException("a name has 1 to " + MAX_NAME + " characters");
        }
    }

    /** Whether somebody can be called that: visible, and of a length that can be shown. */
    public static boolean isName(String text) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= MAX_NAME
                && text.codePoints().noneMatch(User::isUnwritable);
    }

    /** Half of a surrogate pair is no character: UTF-8 would keep a question mark. */
    private static boolean isUnwritable(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
    }
}
