package hangolo.app.run;

import hangolo.app.log.TrainingDisplay;
import java.time.Clock;

/**
 * What a run gets from outside.
 *
 * @param program name and version, for the record
 * @param display the screen
 * @param interrupt the user's wish to stop
 * @param recogniser reads letters from generated audio
 * @param clock for time stamps
 */
public record RunContext(
        String program, TrainingDisplay display, Interrupt interrupt, LetterRecognizer recogniser, Clock clock) {}
