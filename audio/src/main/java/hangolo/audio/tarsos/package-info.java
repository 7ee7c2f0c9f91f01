/**
 * The only place that touches TarsosDSP: its Fourier transform with the packed layout unfolded, and its pitch
 * detector. The rest of the module uses these adapters, so that the library stays replaceable.
 */
package hangolo.audio.tarsos;
