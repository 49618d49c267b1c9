package dev.watertight.user.domain;

final class InMemoryAccountsTest extends AccountsContract {
    private final InMemorySessions sessions = new InMemorySessions();
    private final Accounts accounts = new Accounts(new InMemoryUsers(sessions), sessions);

    @Override
    protected Accounts accounts() {
        return accounts;
    }
}
