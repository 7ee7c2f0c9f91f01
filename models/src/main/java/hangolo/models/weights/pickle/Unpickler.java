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
            PickleOpcode opcode = opcode(in.unsignedByte());
            if (opcode == PickleOpcode.STOP) {
                return pop();
            }
            execute(opcode);
        }
        throw errors.damaged("the pickle has more than " + MOST_INSTRUCTIONS + " instructions");
    }

    private PickleOpcode opcode(int code) {
        return PickleOpcode.of(code)
                .orElseThrow(() -> errors.damaged(String.format(
                        "the pickle has the unknown instruction 0x%02x at byte %d", code, in.position() - 1)));
    }

    private void execute(PickleOpcode opcode) {
        switch (opcode) {
            case PROTO -> checkProtocol(in.unsignedByte());
            case FRAME -> checkFrame(in.signedLong());
            case NONE -> push(null);
            case NEWTRUE -> push(true);
            case NEWFALSE -> push(false);
            case INT -> push(oldInteger(in.line()));
            case BININT -> push((long) in.signedInt());
            case BININT1 -> push((long) in.unsignedByte());
            case BININT2 -> push((long) in.unsignedShort());
            case LONG -> push(in.decimalInteger(in.line()));
            case LONG1 -> push(in.integer(in.unsignedByte()));
            case LONG4 -> push(in.integer(in.unsignedInt()));
            case FLOAT -> push(in.decimal(in.line()));
            case BINFLOAT -> push(in.bigEndianDouble());
            case BINUNICODE -> push(in.utf8(in.unsignedInt()));
            case SHORT_BINUNICODE -> push(in.utf8(in.unsignedByte()));
            case BINUNICODE8 -> push(in.utf8(in.signedLong()));
            case UNICODE -> push(PickleText.unescapeUnicode(in.line()));
            case STRING -> push(PickleText.unquote(in.line()));
            case BINSTRING -> push(in.latin1(in.unsignedInt()));
            case SHORT_BINSTRING -> push(in.latin1(in.unsignedByte()));
            case BINBYTES -> push(in.bytes(in.unsignedInt()));
            case SHORT_BINBYTES -> push(in.bytes(in.unsignedByte()));
            case BINBYTES8, BYTEARRAY8 -> push(in.bytes(in.signedLong()));
            case MARK -> marks.add(stack.size());
            case POP -> discard();
            case POP_MARK -> popToMark();
            case DUP -> push(top());
            case GET -> push(recall(memoKey(in.line())));
            case BINGET -> push(recall(in.unsignedByte()));
            case LONG_BINGET -> push(recall(in.unsignedInt()));
            case PUT -> remember(memoKey(in.line()));
            case BINPUT -> remember(in.unsignedByte());
            case LONG_BINPUT -> remember(in.unsignedInt());
            case MEMOIZE -> remember(memo.size());
            case EMPTY_TUPLE -> push(new PickledTuple(List.of()));
            case EMPTY_LIST -> push(new ArrayList<>());
            case EMPTY_DICT -> push(new LinkedHashMap<>());
            case EMPTY_SET -> push(new LinkedHashSet<>());
            case TUPLE1 -> push(new PickledTuple(pop(1)));
            case TUPLE2 -> push(new PickledTuple(pop(2)));
            case TUPLE3 -> push(new PickledTuple(pop(3)));
            case TUPLE -> push(new PickledTuple(popToMark()));
            case LIST -> push(popToMark());
            case DICT -> push(calls.fill(new LinkedHashMap<>(), popToMark()));
            case FROZENSET -> push(calls.set(popToMark()));
            case APPEND -> calls.append(peekBelow(1), pop(1));
            case APPENDS, ADDITEMS -> calls.append(peekBelowMark(), popToMark());
            case SETITEM -> calls.setItems(peekBelow(2), pop(2));
            case SETITEMS -> calls.setItems(peekBelowMark(), popToMark());
            case GLOBAL -> push(calls.lookUp(in.line(), in.line()));
            case STACK_GLOBAL -> lookUp(pop(2));
            case REDUCE -> call(pop(2));
            case INST -> push(calls.call(calls.lookUp(in.line(), in.line()), popToMark()));
            case OBJ -> object(popToMark());
            case NEWOBJ -> instantiate(pop(2));
            case NEWOBJ_EX -> instantiate(pop(3));
            case BUILD -> build(pop());
            case PERSID -> push(calls.persistent(in.line()));
            case BINPERSID -> push(calls.persistent(pop()));
            case STOP -> throw new IllegalStateException("the pickle has ended");
        }
    }

    private void lookUp(List<Object> names) {
        push(calls.lookUp(text(names.get(0)), text(names.get(1))));
    }

    private void call(List<Object> call) {
        push(calls.call(call.get(0), arguments(call.get(1))));
    }

    private void object(List<Object> call) {
        if (call.isEmpty()) {
            throw errors.damaged("the pickle builds an object without a class");
        }
        push(calls.call(call.get(0), call.subList(1, call.size())));
    }

    private void instantiate(List<Object> call) {
        push(calls.instantiate(call.get(0), arguments(call.get(1))));
    }

    private void build(Object state) {
        replaceTop(calls.build(top(), state));
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
