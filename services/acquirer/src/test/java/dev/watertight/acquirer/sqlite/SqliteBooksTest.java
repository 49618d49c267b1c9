package dev.watertight.acquirer.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watertight.acquirer.domain.Books;
import dev.watertight.acquirer.domain.BooksContract;
import dev.watertight.acquirer.domain.Charge;
import dev.watertight.acquirer.domain.Money;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteBooksTest extends BooksContract {
    @TempDir
    Path folder;

    private SqliteBooks books;

    @BeforeEach
    void open() {
        books = new SqliteBooks(folder.resolve("acquirer.db"));
    }

    @AfterEach
    void close() {
        books.close();
    }

    @Override
    protected Books books() {
        return books;
    }

    @Test
    void remembersAfterBeingClosed() {
        var charge = new Charge("key", new Money(Long.MAX_VALUE, "EUR"), null, Instant.EPOCH);
        books.remember("key", "charge 1");
        books.record(charge);
        books.close();
        open();
        assertThat(books.remember("key", "charge 1")).isEqualTo(Books.Seen.REPEATED);
        assertThat(books.charge("key")).contains(charge);
    }

    @Test
    void showsAnotherReaderWhatItPromised() {
        books.record(new Charge("key", new Money(1, "EUR"), null, Instant.EPOCH));
        try (var reader = new SqliteBooks(folder.resolve("acquirer.db"))) {
            assertThat(reader.charge("key")).isPresent();
        }
    }

    @Test
    void saysWhichFileItCannotOpen() {
        assertThatThrownBy(() -> new SqliteBooks(folder.resolve("absent/acquirer.db")))
                .isInstanceOf(BooksException.class)
                .hasMessageContaining("absent/acquirer.db");
    }
}
