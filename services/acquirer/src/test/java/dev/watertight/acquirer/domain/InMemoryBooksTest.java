package dev.watertight.acquirer.domain;

final class InMemoryBooksTest extends BooksContract {
    private final InMemoryBooks books = new InMemoryBooks();

    @Override
    protected Books books() {
        return books;
    }
}
