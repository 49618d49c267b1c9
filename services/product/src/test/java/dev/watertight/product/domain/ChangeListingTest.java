package dev.watertight.product.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.product.domain.ChangeListing.Result;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ChangeListingTest {
    private static final ListingChange CHEAPER = new ListingChange(null, null, null, new Money(499, "EUR"));

    private final InMemoryProducts store = new InMemoryProducts();
    private final ChangeListing changing = new ChangeListing(store);
    private final Product lamp = Product.listed(
            UUID.randomUUID(), "LAMP", new Listing("Lamp", "Bright.", "lighting", new Money(999, "EUR")));

    ChangeListingTest() {
        store.add(lamp);
    }

    @Test
    void changesWhatIsNamedAndLeavesTheRest() {
        var changed =
                new Product(lamp.id(), "LAMP", new Listing("Lamp", "Bright.", "lighting", new Money(499, "EUR")), 2, 0);
        assertThat(changing.change(lamp.id(), revision -> revision == 1, CHEAPER))
                .isEqualTo(new Result.Changed(changed));
        assertThat(store.find(lamp.id())).contains(changed);
    }

    @Test
    void refusesWhoSawAnotherRevision() {
        assertThat(changing.change(lamp.id(), revision -> revision == 2, CHEAPER))
                .isEqualTo(new Result.Stale());
        assertThat(store.find(lamp.id())).contains(lamp);
    }

    /** The check and the write are two steps; somebody may come between them. */
    @Test
    void refusesWhoIsOvertaken() {
        var result = changing.change(lamp.id(), revision -> store.change(lamp.id(), revision, lamp.listing()), CHEAPER);
        assertThat(result).isEqualTo(new Result.Stale());
    }

    @Test
    void knowsWhatItDoesNotKnow() {
        assertThat(changing.change(UUID.randomUUID(), _ -> true, CHEAPER)).isEqualTo(new Result.UnknownProduct());
    }
}
