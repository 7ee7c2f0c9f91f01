package hangolo.models.text.numbers;

/** The currencies that the cleaners recognise by their sign, in the order in which they look for them. */
public enum Currency {
    /** Pound sterling. */
    GBP('£'),
    /** US dollar. */
    USD('$'),
    /** Euro. */
    EUR('€');

    private final char sign;

    Currency(char sign) {
        this.sign = sign;
    }

    /** The sign that stands before or after the amount. */
    public char sign() {
        return sign;
    }
}
