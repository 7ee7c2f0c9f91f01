package hangolo.models.weights.pickle;

import hangolo.models.weights.Dtype;
import java.util.Arrays;
import java.util.Set;

/**
 * Says which names a weight file must not even mention, and which must not be called. This decides only how a file is
 * reported: whatever the answer, no Python code is ever run.
 */
final class PickleBlocklist {
    /** Modules that reach the operating system, the interpreter or other code. */
    private static final Set<String> MODULES = Set.of(
            ("_ctypes _io _operator _pickle _posixsubprocess _socket _thread asyncio atexit bdb cPickle cProfile cffi"
                            + " cloudpickle code codeop commands concurrent ctypes dill distutils doctest ensurepip fileinput"
                            + " ftplib gc glob http idlelib imp importlib inspect io joblib lib2to3 linecache marshal mmap"
                            + " multiprocessing nt ntpath operator os pdb pickle pip pkgutil platform popen2 posix posixpath"
                            + " profile pty pydoc requests runpy setuptools shelve shutil signal site smtplib socket"
                            + " socketserver sqlite3 ssl subprocess sys telnetlib tempfile test threading timeit trace"
                            + " traceback types unittest urllib urllib2 venv webbrowser winreg xmlrpc zipimport")
                    .split(" "));

    /** The same inside a longer path, where a harmless module may well be called "code" or "types". */
    private static final Set<String> ANYWHERE = Set.of(
            "os",
            "posix",
            "nt",
            "sys",
            "subprocess",
            "builtins",
            "__builtin__",
            "importlib",
            "ctypes",
            "pty",
            "shutil",
            "runpy",
            "socket");

    private static final Set<String> BUILTINS = Set.of("builtins", "__builtin__");

    private static final Set<String> BUILTIN_DATA = Set.of(
            ("bool bytearray bytes complex dict float frozenset int list long object range set slice str tuple type unicode"
                            + " xrange Ellipsis NotImplemented")
                    .split(" "));

    private static final Set<String> HARMLESS_IN_TYPES = Set.of("SimpleNamespace", "MappingProxyType", "NoneType");

    /** Functions of modules that are otherwise trusted. */
    private static final Set<String> FUNCTIONS = Set.of(
            "torch.load",
            "torch.hub.load",
            "torch.storage._load_from_bytes",
            "torch.serialization.load",
            "numpy.load",
            "numpy.fromfile",
            "numpy.memmap",
            "torch.from_file",
            "pandas.read_pickle",
            "pandas.eval");

    /** Functions, and classes with a small initial, that only build data. */
    private static final Set<String> BUILDERS = Set.of(
            ("array.array array._array_reconstructor collections.deque copyreg.__newobj_ex__ copy_reg.__newobj_ex__ datetime.date"
                            + " datetime.datetime datetime.time datetime.timedelta datetime.timezone functools.partial"
                            + " numpy._core.numeric._frombuffer numpy.core.numeric._frombuffer"
                            + " numpy.random._pickle.__bit_generator_ctor numpy.random._pickle.__generator_ctor"
                            + " numpy.random._pickle.__randomstate_ctor")
                    .split(" "));

    private static final String TENSOR_BUILDERS = "torch._utils._rebuild_";

    private PickleBlocklist() {}

    /** True if no weight file has a reason to name this. */
    static boolean mayNotBeNamed(String module, String name) {
        String[] path = module.split("\\.");
        if (path.length == 0) {
            return true;
        }
        if (BUILTINS.contains(module)) {
            return !BUILTIN_DATA.contains(name);
        }
        if (module.equals("types") && HARMLESS_IN_TYPES.contains(name)) {
            return false;
        }
        if (MODULES.contains(path[0]) || FUNCTIONS.contains(module + "." + name)) {
            return true;
        }
        String[] whole = (module + "." + name).split("\\.");
        return Arrays.stream(whole).anyMatch(ANYWHERE::contains);
    }

    /**
     * True if calling this looks like running a function (a small initial, by Python's naming rules) rather than building
     * an object, and it is none that builds data.
     */
    static boolean mayNotBeCalled(String module, String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        boolean looksLikeClass = !last.isEmpty() && Character.isUpperCase(last.charAt(0));
        String whole = module + "." + name;
        boolean builder = BUILDERS.contains(whole) || whole.startsWith(TENSOR_BUILDERS);
        boolean builtin = BUILTINS.contains(module) && BUILTIN_DATA.contains(name);
        boolean numpyData = module.equals("numpy") && Dtype.byTorchName(name).isPresent();
        return !looksLikeClass && !builder && !builtin && !numpyData;
    }
}
