package dev.watertight.drills;

import dev.watertight.drills.history.Answer;
import dev.watertight.drills.history.History;
import dev.watertight.drills.history.Intention;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Customers who shop at the same time. */
final class Market implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final OrderBook book = new OrderBook();
    private final Queue<Intention> intentions = new ConcurrentLinkedQueue<>();
    private final Queue<Future<?>> underWay = new ConcurrentLinkedQueue<>();
    private final Queue<Visit> sent = new ConcurrentLinkedQueue<>();
    private final Queue<Visit> unanswered = new ConcurrentLinkedQueue<>();
    private final Size size;
    private final List<Shopper> shoppers;

    /** @param atOnce as many keys may be without an answer */
    record Size(int customers, int atOnce) {}

    private record Visit(Shopper shopper, OrderPlan plan) {}

    Market(Size size, History history) {
        this.size = size;
        this.shoppers = IntStream.range(0, size.customers())
                .mapToObj(_ -> new Shopper(Customer.register(), history))
                .toList();
    }

    OrderBook book() {
        return book;
    }

    List<Shopper> shoppers() {
        return shoppers;
    }

    List<Intention> intentions() {
        return List.copyOf(intentions);
    }

    /**
     * Has one of the customers carry out the plan. Returns at once unless the market is crowded: then the machine is too
     * slow for more, and being overloaded is another drill.
     */
    void send(int number, OrderPlan plan) {
        while (book.isCrowded(size.atOnce())) {
            Waiting.until(System.nanoTime() + LOOK_NANOS);
        }
        var shopper = shoppers.get(number % shoppers.size());
        intentions.add(plan.intentionOf(shopper.id()));
        sent.add(new Visit(shopper, plan));
        book.asks();
        underWay.add(threads.submit(() -> {
            try {
                shop(shopper, plan);
            } finally {
                book.asksNoLonger();
            }
        }));
    }

    /** Waits for all customers, then has those ask once more who have no answer; returns how many there were. */
    int finish() {
        underWay.forEach(Market::join);
        underWay.clear();
        var open = List.copyOf(unanswered);
        unanswered.clear();
        open.stream()
                .map(each -> threads.submit(() -> shop(each.shopper(), each.plan())))
                .toList()
                .forEach(Market::join);
        return open.size();
    }

    /** Asks once more for everything there was; the plans that got no answer. */
    List<OrderPlan> replay() {
        return sent.stream()
                .filter(visit -> visit.shopper().place(visit.plan()).isEmpty())
                .map(Visit::plan)
                .toList();
    }

    /** Waits until every customer has their answer, or went home without. */
    @Override
    public void close() {
        threads.close();
    }

    private void shop(Shopper shopper, OrderPlan plan) {
        Callable<Optional<Answer>> place = () -> shopper.place(plan);
        var copies = IntStream.range(1, plan.copies())
                .mapToObj(_ -> threads.submit(place))
                .toList();
        var answer = shopper.place(plan);
        copies.forEach(Market::join);
        answer.ifPresentOrElse(taken -> book.taken(shopper, taken), () -> unanswered.add(new Visit(shopper, plan)));
        if (plan.cancels() && answer.isPresent()) {
            shopper.cancel(plan, answer.get().location());
            book.cancelling(answer.get().orderId());
        }
    }

    private static void join(Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
