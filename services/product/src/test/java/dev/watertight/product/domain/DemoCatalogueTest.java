package dev.watertight.product.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class DemoCatalogueTest {
    private final List<Product> products = DemoCatalogue.products("EUR");

    @Test
    void hasAThousandProductsInAtLeastTwelveCategories() {
        assertThat(products).hasSize(1000);
        assertThat(products.stream()
                        .map(product -> product.listing().category())
                        .distinct())
                .hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void isTheSameEveryTime() {
        assertThat(DemoCatalogue.products("EUR")).isEqualTo(products);
        assertThat(products.getFirst().id()).isEqualTo(UUID.fromString("019b7892-1c00-7775-a1f9-9da674f8c0ec"));
    }

    @Test
    void namesEachProductOnce() {
        assertThat(products).extracting(Product::id).doesNotHaveDuplicates();
        assertThat(products).extracting(Product::sku).doesNotHaveDuplicates();
        assertThat(products).extracting(product -> product.listing().name()).doesNotHaveDuplicates();
    }

    @Test
    void looksLikeUuidsOfVersion7InTheOrderOfListing() {
        assertThat(products).extracting(Product::id).allMatch(id -> id.version() == 7 && id.variant() == 2);
        assertThat(products).extracting(product -> product.id().toString()).isSorted();
    }

    @Test
    void asksAPriceForEverything() {
        assertThat(products)
                .extracting(product -> product.listing().price())
                .allMatch(price -> price.amount() > 0 && price.currency().equals("EUR"));
    }

    @Test
    void showsSomethingOfEverythingOnTheFirstPage() {
        assertThat(products.subList(0, 20))
                .extracting(product -> product.listing().category())
                .doesNotHaveDuplicates();
    }
}
