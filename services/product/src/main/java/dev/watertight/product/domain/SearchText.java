package dev.watertight.product.domain;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Makes "begins with" find any word of a name: a name is kept once from each of its words to its end, in lower case,
 * without accents and punctuation, and so is what is searched for.
 */
public final class SearchText {
    /** Longer beginnings are not told apart. */
    public static final int MAX_LENGTH = 64;

    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private SearchText() {}

    /** {@code Crème-Brûlée Torch} as {@code creme brulee torch}; empty when there is no letter or digit. */
    public static String of(String text) {
        return cut(words(text));
    }

    /** {@code [creme brulee torch, brulee torch, torch]}. */
    public static List<String> endsOf(String name) {
        var words = words(name);
        return IntStream.range(0, words.length())
                .filter(start -> words.charAt(start) != ' ' && (start == 0 || words.charAt(start - 1) == ' '))
                .mapToObj(start -> cut(words.substring(start)))
                .distinct()
                .toList();
    }

    private static String words(String text) {
        var plain = ACCENTS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("");
        return BETWEEN_WORDS
                .matcher(plain.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MAX_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH)).strip();
    }
}
