/**
 * The operations of the {@code cpu} backend one by one, at the sizes of the full-size step, timed by JMH. Each is called as a
 * network calls it: through {@link hangolo.engine.Ops} in a training pass.
 */
package hangolo.bench.kernel;
