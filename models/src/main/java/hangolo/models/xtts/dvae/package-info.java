/** The DVAE: mels [frames, 80] to audio codes and back, 4 frames a code, and the losses that train it. */
package hangolo.models.xtts.dvae;
