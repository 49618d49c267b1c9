package dev.watertight.product.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.product.domain.Products.Search;
import dev.watertight.product.domain.Products.Stock;
import dev.watertight.product.domain.Products.StockChange;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Products} promises. */
public abstract class ProductsContract {
    private static final Money PRICE = new Money(1999, "EUR");
    private static final UUID MERCHANDISER = UUID.randomUUID();

    protected abstract Products products();

    @Test
    void findsWhatWasAdded() {
        var product = add("Oak Table", "furniture");
        assertThat(products().find(product.id())).contains(product);
        assertThat(products().find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void keepsTextsAsTheyAre() {
        var product = listed("SKU-1", new Listing("Crème 🍮 \"Brûlée\"", "a\nb", "Süßes", new Money(0, "EUR")));
        assertThat(products().add(product)).isTrue();
        assertThat(products().find(product.id())).contains(product);
    }

    @Test
    void refusesASkuThatIsTaken() {
        var first = add("Oak Table", "furniture");
        assertThat(products().add(listed(first.sku(), first.listing()))).isFalse();
        assertThat(names(null, null)).containsExactly("Oak Table");
    }

    @Test
    void listsByCategory() {
        add("Oak Table", "furniture");
        add("Oak Board", "kitchen");
        add("Pine Table", "furniture");
        assertThat(names("furniture", null)).containsExactly("Oak Table", "Pine Table");
        assertThat(names("Furniture", null)).isEmpty();
    }

    @Test
    void findsByTheBeginningOfAnyWord() {
        add("Oak Table", "furniture");
        add("Walnut Oakley Board", "kitchen");
        add("Cloak", "outerwear");
        assertThat(names(null, "oak")).containsExactly("Oak Table", "Walnut Oakley Board");
        assertThat(names("kitchen", "oak")).containsExactly("Walnut Oakley Board");
        assertThat(names(null, "oakley b")).containsExactly("Walnut Oakley Board");
        assertThat(names(null, "walnut b")).isEmpty();
    }

    @Test
    void findsAProductOnceHoweverOftenItMatches() {
        add("Tick Tack Toe", "toys");
        assertThat(names(null, "t")).containsExactly("Tick Tack Toe");
    }

    @Test
    void pagesInTheOrderOfIds() {
        var all = IntStream.range(0, 5)
                .mapToObj(i -> add("Oak Table " + i, "furniture"))
                .toList();
        for (var search : List.of(new Search(null, null), new Search("furniture", null), new Search(null, "oak"))) {
            assertThat(products().list(search, null, 2)).isEqualTo(all.subList(0, 2));
            assertThat(products().list(search, all.get(1).id(), 2)).isEqualTo(all.subList(2, 4));
            assertThat(products().list(search, all.get(3).id(), 2)).isEqualTo(all.subList(4, 5));
        }
    }

    @Test
    void changesAListingAtItsRevision() {
        var product = add("Oak Table", "furniture");
        var listing = new Listing("Pine Desk", "Smaller.", "office", new Money(500, "EUR"));
        assertThat(products().change(product.id(), product.revision(), listing)).isTrue();
        assertThat(products().find(product.id())).contains(product.changed(listing));
        assertThat(names(null, "oak")).isEmpty();
        assertThat(names("office", "desk")).containsExactly("Pine Desk");
    }

    @Test
    void refusesAChangeOfAnOldRevision() {
        var product = add("Oak Table", "furniture");
        products().change(product.id(), product.revision(), product.listing());
        var late = new Listing("Late", "", "furniture", PRICE);
        assertThat(products().change(product.id(), product.revision(), late)).isFalse();
        assertThat(products().change(UUID.randomUUID(), product.revision(), late))
                .isFalse();
        assertThat(names(null, "late")).isEmpty();
    }

    @Test
    void setsTheStockAndLeavesTheRevision() {
        var product = add("Oak Table", "furniture");
        assertThat(products().setStock(product.id(), 7, MERCHANDISER))
                .isEqualTo(new StockChange.Changed(new Stock(7, 0)));
        var found = products().find(product.id()).orElseThrow();
        assertThat(found.available()).isEqualTo(7);
        assertThat(found.revision()).isEqualTo(product.revision());
        assertThat(products().setStock(UUID.randomUUID(), 7, MERCHANDISER)).isEqualTo(new StockChange.UnknownProduct());
    }

    @Test
    void loadsWhatIsMissing() {
        var here = add("Oak Table", "furniture");
        var missing = listed("SKU-2", new Listing("Pine Desk", "", "office", PRICE));
        assertThat(products().load(List.of(here, missing), 50)).isEqualTo(1);
        assertThat(products().load(List.of(here, missing), 60)).isZero();
        assertThat(products().find(here.id())).map(Product::available).contains(0L);
        assertThat(products().find(missing.id())).map(Product::available).contains(50L);
        assertThat(names(null, "desk")).containsExactly("Pine Desk");
    }

    private List<String> names(@Nullable String category, @Nullable String beginning) {
        return products().list(new Search(category, beginning), null, 100).stream()
                .map(product -> product.listing().name())
                .toList();
    }

    private Product add(String name, String category) {
        var product = listed(UUID.randomUUID().toString(), new Listing(name, "Good.", category, PRICE));
        assertThat(products().add(product)).isTrue();
        return product;
    }

    private static Product listed(String sku, Listing listing) {
        return Product.listed(UuidCreator.getTimeOrderedEpochPlus1(), sku, listing);
    }
}
