package dev.watertight.drills.history;

import dev.watertight.drills.history.Operation.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what clients were told with what the shop shows in the end. */
public final class Checker {
    private final Evidence evidence;
    private final Map<String, SeenOrder> orders = new LinkedHashMap<>();
    private final Map<String, List<SeenPayment>> payments;
    private final Map<String, List<Operation>> operations;
    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, String> keyOfOrder = new LinkedHashMap<>();

    private Checker(Evidence evidence) {
        this.evidence = evidence;
        evidence.orders().forEach(order -> orders.put(order.id(), order));
        this.payments = evidence.payments().stream().collect(Collectors.groupingBy(SeenPayment::orderId));
        this.operations = evidence.operations().stream()
                .collect(Collectors.groupingBy(operation -> owner(operation.customer(), operation.key())));
    }

    /** Every violation there is; none in health. */
    public static List<Violation> check(Evidence evidence) {
        var checker = new Checker(evidence);
        evidence.intentions().forEach(checker::checkKey);
        checker.checkThatEveryOrderWasAskedFor();
        checker.checkStock();
        return List.copyOf(checker.violations);
    }

    private void checkKey(Intention intention) {
        var sent = operations.getOrDefault(owner(intention.customer(), intention.key()), List.of());
        sent.stream()
                .filter(operation ->
                        operation.answer() != null && operation.answer().refused())
                .findFirst()
                .ifPresent(operation -> violate(Violation.Kind.REFUSED, intention, "", "a good request was refused"));
        var answers =
                answers(sent, Kind.PLACE).stream().filter(Answer::tookTheOrder).collect(Collectors.toSet());
        if (answers.isEmpty()) {
            violate(Violation.Kind.LOST, intention, "", "no answer, however often the key was asked");
        }
        checkCopies(intention, answers);
        answers.stream().map(Answer::orderId).distinct().forEach(id -> checkOrder(intention, id, sent));
    }

    private void checkCopies(Intention intention, Set<Answer> answers) {
        var ids = answers.stream().map(Answer::orderId).distinct().toList();
        if (ids.size() > 1) {
            violate(Violation.Kind.DUPLICATED, intention, ids.getFirst(), "one key, " + ids.size() + " orders");
        } else if (answers.size() > 1) {
            violate(Violation.Kind.ANSWERED_DIFFERENTLY, intention, ids.getFirst(), answers.toString());
        }
        answers.stream()
                .filter(answer -> !answer.location().endsWith("/orders/" + answer.orderId()))
                .forEach(answer -> violate(
                        Violation.Kind.ANSWERED_DIFFERENTLY,
                        intention,
                        answer.orderId(),
                        "Location is " + answer.location()));
    }

    private void checkOrder(Intention intention, String id, List<Operation> sent) {
        var other = keyOfOrder.putIfAbsent(id, owner(intention.customer(), intention.key()));
        if (other != null) {
            violate(Violation.Kind.DUPLICATED, intention, id, "shares its order with " + other);
        }
        var order = orders.get(id);
        if (order == null || !order.customer().equals(intention.customer())) {
            violate(Violation.Kind.LOST, intention, id, "the shop does not show it");
        } else if (!order.isTerminal()) {
            violate(Violation.Kind.OVERDUE, intention, id, "still " + order.status());
        } else {
            checkPromises(intention, order, sent);
            checkOutcome(intention, order);
            checkMoney(intention, order);
        }
    }

    private void checkPromises(Intention intention, SeenOrder order, List<Operation> sent) {
        var cancellations = sent.stream()
                .filter(operation -> operation.kind() == Kind.CANCEL)
                .toList();
        answers(sent, Kind.PLACE).stream()
                .filter(answer -> answer.status() == 201)
                .map(Answer::orderStatus)
                .distinct()
                .filter(promised -> !order.is(promised) && !(promised.equals("confirmed") && order.is("cancelled")))
                .map(promised -> promised + " became " + order.status())
                .forEach(what -> violate(Violation.Kind.PROMISE_BROKEN, intention, order.id(), what));
        var answers = answers(cancellations, Kind.CANCEL);
        var accepted = answers.stream().anyMatch(answer -> answer.status() == 202);
        var declined = cancellations.isEmpty() || (answers.size() == cancellations.size() && allDeclined(answers));
        if (accepted && !order.is("cancelled")) {
            violate(Violation.Kind.PROMISE_BROKEN, intention, order.id(), "its cancellation was accepted");
        }
        if (declined && order.is("cancelled")) {
            violate(Violation.Kind.PROMISE_BROKEN, intention, order.id(), "nobody cancelled it");
        }
    }

    private static boolean allDeclined(List<Answer> answers) {
        return answers.stream().allMatch(answer -> answer.status() == 409);
    }

    private void checkOutcome(Intention intention, SeenOrder order) {
        var right = switch (intention.outcome()) {
            case CONFIRMED -> !order.is("rejected");
            case REJECTED -> !order.is("confirmed");
            case EITHER -> true;
        };
        if (!right) {
            violate(
                    Violation.Kind.WRONG_OUTCOME,
                    intention,
                    order.id(),
                    order.status() + " and not " + intention.outcome());
        }
    }

    private void checkMoney(Intention intention, SeenOrder order) {
        var due = order.is("confirmed") ? intention.total() : 0;
        var taken = payments.getOrDefault(order.id(), List.of()).stream()
                .filter(payment -> payment.kept() != 0)
                .toList();
        if (taken.size() > 1) {
            violate(Violation.Kind.CHARGED_TWICE, intention, order.id(), taken.size() + " payments");
        }
        var kept = taken.stream().mapToLong(SeenPayment::kept).sum();
        var shown = order.is("confirmed") ? order.total() : 0;
        var off = Math.max(Math.abs(kept - due), Math.abs(shown - due));
        if (off != 0) {
            var what = "costs %d, shows %d, took %d".formatted(due, shown, kept);
            violations.add(new Violation(Violation.Kind.CENTS_OFF, intention.key(), order.id(), off, what));
        }
    }

    private void checkThatEveryOrderWasAskedFor() {
        var unknown = new HashSet<>(orders.keySet());
        unknown.removeAll(keyOfOrder.keySet());
        unknown.forEach(id -> violations.add(
                new Violation(Violation.Kind.DUPLICATED, "", id, 1, "an order that no answer to anybody names")));
    }

    private void checkStock() {
        var sold = evidence.orders().stream()
                .filter(order -> order.is("confirmed"))
                .flatMap(order -> order.quantities().entrySet().stream())
                .collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.summingLong(Map.Entry::getValue)));
        for (var stock : evidence.stocks()) {
            var off = stock.before() - stock.after() - sold.getOrDefault(stock.productId(), 0L);
            if (off != 0) {
                var what = "product %s: %s".formatted(stock.productId(), off > 0 ? "units gone" : "units too many");
                violations.add(new Violation(Violation.Kind.UNITS_OFF, "", "", Math.abs(off), what));
            }
        }
    }

    private static List<Answer> answers(List<Operation> operations, Kind kind) {
        return operations.stream()
                .filter(operation -> operation.kind() == kind)
                .map(Operation::answer)
                .filter(Objects::nonNull)
                .toList();
    }

    private void violate(Violation.Kind kind, Intention intention, String orderId, String what) {
        violations.add(new Violation(kind, intention.key(), orderId, 1, what));
    }

    private static String owner(String customer, String key) {
        return customer + " " + key;
    }
}
