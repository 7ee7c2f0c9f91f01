/** Measurements of speed and memory at full size: docs/performance.md says how to run them and what came of it. */
package hangolo.bench;
