package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.watertight.drills.history.Verdict;
import dev.watertight.drills.history.Violation;
import dev.watertight.drills.history.Violation.Kind;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the audit prints becomes part of the verdict. */
@Tag("unit")
final class AuditTest {
    @Test
    void isContentWithEvenBooks() {
        assertThat(violations("{'even':true,'differences':{}}")).isEmpty();
    }

    @Test
    void countsMoreDifferencesThanAreShown() {
        var found =
                violations("{'even':false,'differences':{'money':{'count':3,'shown':[{'id':'1','detail':'off'}]}}}");
        assertThat(new Verdict(found).centsOff()).isEqualTo(3);
    }

    @Test
    void takesADifferenceItDoesNotKnowForOne() {
        var found = violations("{'even':false,'differences':{'new':{'count':1,'shown':[{'id':'1','detail':'x'}]}}}");
        assertThat(found).extracting(Violation::kind).containsExactly(Kind.BOOKS_DIFFER);
    }

    @Test
    void takesNoAuditForADifference() {
        assertThat(violations("{}")).extracting(Violation::kind).containsExactly(Kind.BOOKS_DIFFER);
        assertThat(violations("{'even':false,'differences':{}}")).hasSize(1);
    }

    private static List<Violation> violations(String json) {
        try {
            return Audit.of(new ObjectMapper().readTree(json.replace('\'', '"')))
                    .violations();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
