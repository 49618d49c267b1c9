package dev.watertight.drills.isolation;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What customers of one journey see while one fault holds.
 *
 * @param text as it was declared
 * @param seen each of the answers they may get
 * @param after from when on, counted from the fault; before that a proper refusal or a closed connection is no surprise
 * @param within the 99th percentile of the time an answer takes
 * @param longest the same before that moment
 */
public record Expectation(String text, Set<String> seen, Duration after, Duration within, Duration longest) {
    static final String ANSWERED = "answered";
    static final String PENDING = "pending";
    static final String REFUSED = "refused ";
    static final String SILENT = "silent";
    static final String WRONG = "wrong";

    /** The edge cuts at 2.7 s what its callers would otherwise wait for. */
    static final Duration LONGEST = Duration.ofMillis(2_900);

    private static final Duration AS_EVER = Duration.ofSeconds(1);
    private static final Pattern WORDS =
            Pattern.compile("(?<kind>unaffected|degraded|refused)(?: (?<seen>(?!after|within).+?))??"
                    + "(?: after (?<after>\\d+) s)?(?: within (?<within>\\d+) ms)?");
    private static final Pattern DEGRADED = Pattern.compile("answered|pending|refused (429|50[234])");
    private static final Pattern REFUSAL = Pattern.compile("429|50[234]");

    public Expectation {
        seen = Set.copyOf(seen);
    }

    /** Reads {@code unaffected}, {@code degraded answered or pending}, {@code refused 503 after 2 s within 500 ms} and their like. */
    public static Expectation of(String text) {
        var words = WORDS.matcher(text);
        if (!words.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is none of: unaffected, degraded …, refused …, each [after N s] [within N ms]"
                            .formatted(text));
        }
        var kind = words.group("kind");
        var seen = words.group("seen");
        var isUnaffected = kind.equals("unaffected");
        if (isUnaffected != (seen == null)) {
            throw new IllegalArgumentException(
                    isUnaffected ? "unaffected is not '%s'".formatted(seen) : kind + " must say how: '" + text + "'");
        }
        return new Expectation(
                text,
                seen == null ? Set.of(ANSWERED) : parsed(kind, List.of(seen.split(" or "))),
                Duration.ofSeconds(number(words.group("after"), 0)),
                Duration.ofMillis(number(words.group("within"), (isUnaffected ? AS_EVER : LONGEST).toMillis())),
                LONGEST);
    }

    /** The same for a machine that does much else and may take so many times as long. */
    public Expectation slower(int times) {
        return new Expectation(text, seen, after, within.multipliedBy(times), longest.multipliedBy(times));
    }

    private static Set<String> parsed(String kind, List<String> words) {
        var isRefusal = kind.equals("refused");
        var seen = new LinkedHashSet<String>();
        for (var word : words) {
            if (!(isRefusal ? REFUSAL : DEGRADED).matcher(word).matches()) {
                throw new IllegalArgumentException(
                        isRefusal
                                ? "'%s' is no status a service refuses with: 429, 502, 503, 504".formatted(word)
                                : "'%s' is none of: answered, pending, refused 429, 502, 503 or 504".formatted(word));
            }
            seen.add(isRefusal ? REFUSED + word : word);
        }
        return seen;
    }

    private static long number(String digits, long otherwise) {
        return digits == null ? otherwise : Long.parseLong(digits);
    }

    /**
     * Whether it may be seen before the declared answer has to be: nothing wrong, ever. The edge may close a connection on
     * which it has answered before: who sent a request there knows that nobody answers it, and may repeat what can be.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1">RFC 9112, Retrying Requests</a>
     */
    boolean allowsBefore(String answer) {
        var isNoSurprise = answer.equals(PENDING) || answer.startsWith(REFUSED) || answer.equals(SILENT);
        return answer.equals(ANSWERED) || seen.contains(answer) || (after.isPositive() && isNoSurprise);
    }

    /**
     * Whether it may be seen while what was broken comes back: what was declared. Where somebody could be refused, at
     * first or throughout, anything but what is wrong.
     */
    boolean allowsWhileHealing(String answer) {
        var mayBeRefused = after.isPositive() || seen.stream().anyMatch(word -> word.startsWith(REFUSED));
        return answer.equals(ANSWERED) || seen.contains(answer) || (mayBeRefused && !answer.equals(WRONG));
    }
}
