package hangolo.rules.word;

/** Something that later rules look at. */
public enum Signal implements Word {
    /** The evaluation loss rises while the training loss falls. */
    DIVERGING
}
