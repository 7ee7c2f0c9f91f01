package hangolo.models.weights.pickle;

import java.util.Optional;

/** The instructions of Python's pickles, protocols 0 to 5, by the names that Python's {@code pickletools} gives them. */
enum PickleOpcode {
    PROTO(0x80),
    FRAME(0x95),
    STOP('.'),
    NONE('N'),
    NEWTRUE(0x88),
    NEWFALSE(0x89),
    INT('I'),
    BININT('J'),
    BININT1('K'),
    BININT2('M'),
    LONG('L'),
    LONG1(0x8a),
    LONG4(0x8b),
    FLOAT('F'),
    BINFLOAT('G'),
    BINUNICODE('X'),
    SHORT_BINUNICODE(0x8c),
    BINUNICODE8(0x8d),
    UNICODE('V'),
    STRING('S'),
    BINSTRING('T'),
    SHORT_BINSTRING('U'),
    BINBYTES('B'),
    SHORT_BINBYTES('C'),
    BINBYTES8(0x8e),
    BYTEARRAY8(0x96),
    MARK('('),
    POP('0'),
    POP_MARK('1'),
    DUP('2'),
    GET('g'),
    BINGET('h'),
    LONG_BINGET('j'),
    PUT('p'),
    BINPUT('q'),
    LONG_BINPUT('r'),
    MEMOIZE(0x94),
    EMPTY_TUPLE(')'),
    EMPTY_LIST(']'),
    EMPTY_DICT('}'),
    EMPTY_SET(0x8f),
    TUPLE1(0x85),
    TUPLE2(0x86),
    TUPLE3(0x87),
    TUPLE('t'),
    LIST('l'),
    DICT('d'),
    FROZENSET(0x91),
    APPEND('a'),
    APPENDS('e'),
    SETITEM('s'),
    SETITEMS('u'),
    ADDITEMS(0x90),
    GLOBAL('c'),
    STACK_GLOBAL(0x93),
    REDUCE('R'),
    INST('i'),
    OBJ('o'),
    NEWOBJ(0x81),
    NEWOBJ_EX(0x92),
    BUILD('b'),
    PERSID('P'),
    BINPERSID('Q');

    private static final PickleOpcode[] BY_CODE = new PickleOpcode[256];

    static {
        for (PickleOpcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    PickleOpcode(int code) {
        this.code = code;
    }

    /** The instruction with that code, 0 to 255; empty if there is none. */
    static Optional<PickleOpcode> of(int code) {
        return Optional.ofNullable(BY_CODE[code]);
    }
}
