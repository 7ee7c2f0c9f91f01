package hangolo.engine.cpu;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;

/** A oneDNN primitive for one shape, and its operands; belongs to one thread. */
final class Primitive implements AutoCloseable {

    /** The role of an operand ({@code DNNL_ARG_...}) and its shape, which is freed. */
    record Operand(int role, dnnl_memory_desc shape) {}

    private final dnnl_primitive primitive = new dnnl_primitive();
    private final dnnl_memory[] operands;
    private final dnnl_exec_arg_t arguments;
    private final ReusablePointer cursor = new ReusablePointer();

    /** Compiles; frees the description. */
    Primitive(dnnl_primitive_desc description, Operand... operands) {
        OneDnn.check("to compile an operation", dnnl_primitive_create(primitive, description));
        dnnl_primitive_desc_destroy(description);
        this.operands = new dnnl_memory[operands.length];
        this.arguments = new dnnl_exec_arg_t(operands.length);
        for (int i = 0; i < operands.length; i++) {
            this.operands[i] = new dnnl_memory();
            OneDnn.check(
                    "an operand",
                    dnnl_memory_create(this.operands[i], operands[i].shape, OneDnn.engine(), new Pointer()));
            dnnl_memory_desc_destroy(operands[i].shape);
            arguments.getPointer(i).arg(operands[i].role).memory(this.operands[i]);
        }
    }

    /** Sets the address of an operand. */
    Primitive at(int operand, long address) {
        dnnl_memory_set_data_handle(operands[operand], cursor.at(address));
        return this;
    }

    void run(dnnl_stream stream) {
        OneDnn.check("an operation", dnnl_primitive_execute(primitive, stream, operands.length, arguments));
    }

    @Override
    public void close() {
        dnnl_primitive_destroy(primitive);
        for (dnnl_memory operand : operands) {
            dnnl_memory_destroy(operand);
        }
        arguments.close();
    }
}
