package hangolo.models.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hangolo.models.xtts.training.TrainingItem.Span;
import org.junit.jupiter.api.Test;

class ConditioningCropTest {

    private final ConditioningCrop crop = ConditioningCrop.original();

    @Test
    void evaluationTakesTheMeanLengthFromTheStart() {
        assertEquals(new Span(0, 99225), crop.evaluation(200000));
        assertEquals(new Span(0, 99225), crop.evaluation(99225));
        assertEquals(new Span(0, 49612), crop.evaluation(99224), "half of a clip that is too short");
    }

    @Test
    void trainingStaysInTheClipForAllLengths() {
        for (int samples : new int[] {11025, 22050, 66149, 66150, 100000, 132300, 255995}) {
            for (int draw = 0; draw < 500; draw++) {
                Span span = crop.training(samples, 3, draw / 100, draw % 100, 0);
                int length = span.end() - span.start();
                assertTrue(span.start() >= 0 && span.end() <= samples, span.toString());
                boolean half = length == samples / 2;
                boolean drawn = length >= 66150 && length <= 132300;
                assertTrue(half && samples < 132300 || drawn, samples + ": " + span);
            }
        }
    }

    @Test
    void trainingDependsOnlyOnItsPlaceInTheRun() {
        Span span = crop.training(200000, 1, 2, 3, 4);
        crop.training(200000, 9, 9, 9, 9);
        assertEquals(span, crop.training(200000, 1, 2, 3, 4));
        assertNotEquals(span, crop.training(200000, 2, 2, 3, 4));
        assertNotEquals(span, crop.training(200000, 1, 3, 3, 4));
        assertNotEquals(span, crop.training(200000, 1, 2, 4, 4));
        assertNotEquals(span, crop.training(200000, 1, 2, 3, 5));
    }

    @Test
    void refusesImpossibleLengths() {
        assertThrows(IllegalArgumentException.class, () -> new ConditioningCrop(0, 20000));
        assertThrows(IllegalArgumentException.class, () -> new ConditioningCrop(20001, 20000));
        assertThrows(IllegalArgumentException.class, () -> new ConditioningCrop(10, 1024));
    }
}
