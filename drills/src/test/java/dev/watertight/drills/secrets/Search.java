package dev.watertight.drills.secrets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks for thousands of canaries at once, in upper and lower case, as they are and inside of whatever was encoded as
 * Base64: whether the first eight bytes at a place are those of any is told by one look.
 */
public final class Search {
    private static final int HEAD = Long.BYTES;
    private static final int SLOTS = 1 << 22;

    private record Needle(String text, Canary canary) {}

    private final Map<Long, List<Needle>> byHead = new HashMap<>();
    private final BitSet taken = new BitSet(SLOTS);

    public Search(Collection<Canary> canaries) {
        canaries.forEach(canary -> forms(canary.core()).forEach(form -> add(form, canary)));
    }

    /** Every canary that is in {@code content}, once. */
    public Set<Finding> in(Place place, byte[] content) {
        var found = new LinkedHashSet<Finding>();
        var head = 0L;
        for (var i = 0; i < content.length; i++) {
            head = head << Byte.SIZE | lower(content[i]);
            if (taken.get(slot(head)) && i >= HEAD - 1) {
                var start = i - HEAD + 1;
                byHead.getOrDefault(head, List.of()).stream()
                        .filter(needle -> isAt(start, content, needle.text()))
                        .forEach(needle -> found.add(new Finding(needle.canary(), place)));
            }
        }
        return found;
    }

    private void add(String form, Canary canary) {
        var text = form.toLowerCase(Locale.ROOT);
        if (text.length() < HEAD) {
            throw new IllegalArgumentException("too short to be found: " + canary);
        }
        var head = 0L;
        for (var i = 0; i < HEAD; i++) {
            head = head << Byte.SIZE | text.charAt(i);
        }
        taken.set(slot(head));
        byHead.computeIfAbsent(head, _ -> new ArrayList<>()).add(new Needle(text, canary));
    }

    /**
     * As it is, and as Base64 that begins up to two bytes before it. What depends on its neighbours is left out, and what
     * Base64 for URLs writes in another way does not come of letters and digits.
     */
    private static List<String> forms(String core) {
        var forms = new ArrayList<>(List.of(core));
        for (var before = 0; before < 3; before++) {
            var encoded = Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString(("\0".repeat(before) + core).getBytes(US_ASCII));
            var isWhole = (before + core.length()) % 3 == 0;
            forms.add(encoded.substring(before == 0 ? 0 : before + 1, encoded.length() - (isWhole ? 0 : 1)));
        }
        return forms;
    }

    private static boolean isAt(int start, byte[] content, String needle) {
        if (start + needle.length() > content.length) {
            return false;
        }
        for (var i = HEAD; i < needle.length(); i++) {
            if (lower(content[start + i]) != needle.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static long lower(byte character) {
        return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character & 0xff;
    }

    private static int slot(long head) {
        return (int) ((head * 0x9E3779B97F4A7C15L) >>> 42);
    }
}
