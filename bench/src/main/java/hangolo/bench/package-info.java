/** Measurements of speed and memory at full size: docs/performance.md says how to run them, and the results. */
package hangolo.bench;
