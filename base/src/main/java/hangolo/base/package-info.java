/** What every module needs once: files that appear whole or not at all, parallel loops, the edit distance. */
package hangolo.base;
