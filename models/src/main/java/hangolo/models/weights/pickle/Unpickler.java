package hangolo.models.weights.pickle;

import hangolo.models.weights.WeightFileErrors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Reads one pickle (protocols 0 to 5) as data. Python's pickle is a small program for a stack machine; this machine has
 * its stack and memo, but its calls go to {@link PickleConstructors}, which knows a short list of constructors, keeps unknown classes
 * as plain data, and refuses the rest. Nothing is recursive, and the number of instructions is limited.
 */
public final class Unpickler {
    /** About forty instructions make a tensor, so this is room for a hundred thousand tensors. */
    private static final int MOST_INSTRUCTIONS = 4_000_000;

    private static final int HIGHEST_PROTOCOL = 5;

    private final PickleInput in;
    private final PickleConstructors calls;
    private final WeightFileErrors errors;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();

    /** Reads one pickle; what it calls goes to the constructors. */
    public Unpickler(PickleInput in, PickleConstructors calls, WeightFileErrors errors) {
        this.in = in;
        this.calls = calls;
        this.errors = errors;
    }

    /** Runs to the STOP instruction and returns what is then on top of the stack; the input stands behind it. */
    public Object load() {
        for (int n = 0; n < MOST_INSTRUCTIONS; n++) {
            int op = in.unsignedByte();
            if (op == '.') {
                return pop();
            }
            execute(op);
        }
        throw errors.damaged("the pickle has more than " + MOST_INSTRUCTIONS + " instructions");
    }

    private void execute(int op) {
        switch (op) {
            case 0x80 -> checkProtocol(in.unsignedByte());
            case 0x95 -> checkFrame(in.signedLong());
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'I' -> push(oldInteger(in.line()));
            case 'J' -> push((long) in.signedInt());
            case 'K' -> push((long) in.unsignedByte());
            case 'M' -> push((long) in.unsignedShort());
            case 'L' -> push(in.decimalInteger(in.line()));
            case 0x8a -> push(in.integer(in.unsignedByte()));
            case 0x8b -> push(in.integer(in.unsignedInt()));
            case 'F' -> push(in.decimal(in.line()));
            case 'G' -> push(in.bigEndianDouble());
            default -> executeText(op);
        }
    }

    private void executeText(int op) {
        switch (op) {
            case 'X' -> push(in.utf8(in.unsignedInt()));
            case 0x8c -> push(in.utf8(in.unsignedByte()));
            case 0x8d -> push(in.utf8(in.signedLong()));
            case 'V' -> push(PickleText.unescapeUnicode(in.line()));
            case 'S' -> push(PickleText.unquote(in.line()));
            case 'T' -> push(in.latin1(in.unsignedInt()));
            case 'U' -> push(in.latin1(in.unsignedByte()));
            case 'B' -> push(in.bytes(in.unsignedInt()));
            case 'C' -> push(in.bytes(in.unsignedByte()));
            case 0x8e, 0x96 -> push(in.bytes(in.signedLong()));
            default -> executeStack(op);
        }
    }

    private void executeStack(int op) {
        switch (op) {
            case '(' -> marks.add(stack.size());
            case '0' -> discard();
            case '1' -> popToMark();
            case '2' -> push(top());
            case 'g' -> push(recall(memoKey(in.line())));
            case 'h' -> push(recall(in.unsignedByte()));
            case 'j' -> push(recall(in.unsignedInt()));
            case 'p' -> remember(memoKey(in.line()));
            case 'q' -> remember(in.unsignedByte());
            case 'r' -> remember(in.unsignedInt());
            case 0x94 -> remember(memo.size());
            default -> executeContainer(op);
        }
    }

    private void executeContainer(int op) {
        switch (op) {
            case ')' -> push(new PickledTuple(List.of()));
            case ']' -> push(new ArrayList<>());
            case '}' -> push(new LinkedHashMap<>());
            case 0x8f -> push(new LinkedHashSet<>());
            case 0x85 -> push(new PickledTuple(pop(1)));
            case 0x86 -> push(new PickledTuple(pop(2)));
            case 0x87 -> push(new PickledTuple(pop(3)));
            case 't' -> push(new PickledTuple(popToMark()));
            case 'l' -> push(popToMark());
            case 'd' -> push(calls.fill(new LinkedHashMap<>(), popToMark()));
            case 0x91 -> push(calls.set(popToMark()));
            case 'a' -> calls.append(peekBelow(1), pop(1));
            case 'e' -> calls.append(peekBelowMark(), popToMark());
            case 's' -> calls.setItems(peekBelow(2), pop(2));
            case 'u' -> calls.setItems(peekBelowMark(), popToMark());
            case 0x90 -> calls.append(peekBelowMark(), popToMark());
            default -> executeObject(op);
        }
    }

    private void executeObject(int op) {
        switch (op) {
            case 'c' -> push(calls.lookUp(in.line(), in.line()));
            case 0x93 -> {
                List<Object> names = pop(2);
                push(calls.lookUp(text(names.get(0)), text(names.get(1))));
            }
            case 'R' -> {
                List<Object> call = pop(2);
                push(calls.call(call.get(0), arguments(call.get(1))));
            }
            case 'i' -> {
                Object type = calls.lookUp(in.line(), in.line());
                push(calls.call(type, popToMark()));
            }
            case 'o' -> {
                List<Object> call = popToMark();
                if (call.isEmpty()) {
                    throw errors.damaged("the pickle builds an object without a class");
                }
                push(calls.call(call.get(0), call.subList(1, call.size())));
            }
            case 0x81 -> {
                List<Object> call = pop(2);
                push(calls.instantiate(call.get(0), arguments(call.get(1))));
            }
            case 0x92 -> {
                List<Object> call = pop(3);
                push(calls.instantiate(call.get(0), arguments(call.get(1))));
            }
            case 'b' -> {
                Object state = pop();
                replaceTop(calls.build(top(), state));
            }
            case 'P' -> push(calls.persistent(in.line()));
            case 'Q' -> push(calls.persistent(pop()));
            default ->
                throw errors.damaged(String.format(
                        "the pickle has the unknown instruction 0x%02x at byte %d", op, in.position() - 1));
        }
    }

    private void checkProtocol(int protocol) {
        if (protocol > HIGHEST_PROTOCOL) {
            throw errors.damaged("the pickle has the unknown protocol " + protocol);
        }
    }

    private void checkFrame(long length) {
        if (length < 0 || length > in.remaining()) {
            throw errors.damaged("the pickle is cut off");
        }
    }

    private Object oldInteger(String line) {
        return switch (line) {
            case "00" -> false;
            case "01" -> true;
            default -> in.decimalInteger(line);
        };
    }

    private long memoKey(String line) {
        if (in.decimalInteger(line) instanceof Long key) {
            return key;
        }
        throw errors.damaged("the pickle has a number that cannot be read");
    }

    private Object recall(long key) {
        if (!memo.containsKey(key)) {
            throw errors.damaged("the pickle refers to a value that it never stored");
        }
        return memo.get(key);
    }

    private void remember(long key) {
        Object value = top();
        memo.put(key, value);
        calls.remembered(value, key);
    }

    /** BUILD may turn a value into another one (arrays); the memo must know it too. */
    private void replaceTop(Object built) {
        Object before = stack.set(stack.size() - 1, built);
        if (built != before) {
            calls.keyOf(before).ifPresent(key -> memo.put(key, built));
        }
    }

    private void push(Object value) {
        stack.add(value);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
    }

    private void require(int values) {
        if (stack.size() - floor() < values) {
            throw errors.damaged("the pickle takes a value that is not there");
        }
    }

    private Object top() {
        require(1);
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        require(1);
        return stack.remove(stack.size() - 1);
    }

    private void discard() {
        if (stack.size() == floor() && !marks.isEmpty()) {
            marks.remove(marks.size() - 1);
        } else {
            pop();
        }
    }

    private List<Object> pop(int values) {
        require(values);
        return cut(stack.size() - values);
    }

    private List<Object> popToMark() {
        if (marks.isEmpty()) {
            throw errors.damaged("the pickle closes a list that it never opened");
        }
        return cut(marks.remove(marks.size() - 1));
    }

    private List<Object> cut(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> values = new ArrayList<>(tail);
        tail.clear();
        return values;
    }

    private Object peekBelow(int values) {
        require(values + 1);
        return stack.get(stack.size() - values - 1);
    }

    private Object peekBelowMark() {
        int below = floor() - 1;
        int lower = marks.size() < 2 ? 0 : marks.get(marks.size() - 2);
        if (marks.isEmpty() || below < lower) {
            throw errors.damaged("the pickle fills a list that is not there");
        }
        return stack.get(below);
    }

    private String text(Object value) {
        if (value instanceof String s) {
            return s;
        }
        throw errors.damaged("the pickle names a class by something that is no text");
    }

    private List<Object> arguments(Object value) {
        if (value instanceof PickledTuple tuple) {
            return tuple;
        }
        if (value == null) {
            return Collections.emptyList();
        }
        throw errors.damaged("the pickle calls something without an argument tuple");
    }
}
